import { constants } from 'node:os';
import { canAsk, Dialog } from './dialog.ts';
import { endings } from './endings.ts';
import { standardError, writeText } from './standard-streams.ts';
import { usage } from './usage.ts';

/** Longer than anything that people type or paste here. */
const longest = 4096;

/**
 * Asks for one line on the terminal; hidden: nothing of it is shown, not even its length. Empty where the terminal is gone. Throws a
 * usage error where there is none. Ctrl-C, and a signal, end the program with the terminal as it was.
 */
export async function ask(what: string, hidden: boolean): Promise<string> {
  if (!canAsk()) throw usage('nobody-to-ask', { what });
  if (hidden) return readHidden(`${what}: `);
  const dialog = new Dialog();
  try {
    return (await dialog.ask(`${what}:`)) ?? '';
  } finally {
    dialog.close();
  }
}

/** Key by key, with the terminal showing none of them. */
function readHidden(prompt: string): Promise<string> {
  const { stdin } = process;
  const line = new HiddenLine();
  return new Promise((resolve) => {
    const restore = () => {
      stdin.setRawMode(false);
      stdin.off('data', take).off('end', gone).pause();
      for (const name of endings) process.off(name, end);
      writeText(standardError, '\n');
    };
    const end = (name: NodeJS.Signals) => {
      restore();
      process.exit(128 + constants.signals[name]);
    };
    const stop = (text: string) => {
      restore();
      resolve(text);
    };
    const gone = () => stop('');
    const take = (keys: string) => {
      const state = line.take(keys);
      if (state === 'interrupted') end('SIGINT');
      if (state === 'done') stop(line.text);
    };
    for (const name of endings) process.on(name, end);
    stdin.setRawMode(true);
    stdin.setEncoding('utf8').on('data', take).on('end', gone).resume();
    // Last of all: what is typed in answer is hidden already.
    writeText(standardError, prompt);
  });
}

/** What was typed so far, with the keys that take something back. */
export class HiddenLine {
  #characters: string[] = [];

  get text(): string {
    return this.#characters.join('');
  }

  /** Takes keys as a terminal in raw mode sends them; what follows the end of the line is left out. */
  take(keys: string): 'more' | 'done' | 'interrupted' {
    // Arrow keys and the marks around what is pasted.
    for (const key of keys.replace(/\x1b(\[[0-?]*[ -/]*[@-~]|O.|.)?/g, '')) {
      if (key === '\r' || key === '\n' || key === '\x04') return 'done';
      if (key === '\x03') return 'interrupted';
      if (key === '\x7f' || key === '\b') this.#characters.pop();
      else if (key === '\x15' || key === '\x17') this.#characters = [];
      else if (key >= ' ' && this.#characters.length < longest) this.#characters.push(key);
    }
    return 'more';
  }
}
