import type { StampEvent } from '../app/stamp.ts';
import { fill } from '../report/catalogue.ts';
import { noteWords } from '../report/json.ts';
import type { HelpWords } from './help.ts';
import { type Progress, spanText } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds of waiting that nobody asks about. */
const unnoticed = 1_000;

/** Says what goes on meanwhile. A wait is told where it is much longer than those told before, and not with every file. */
export function teller(
  say: (line: string) => void,
  progress: Pick<Progress, 'ended'>,
  terminal: Terminal,
  help: HelpWords,
): (event: StampEvent) => void {
  const { stamped } = help;
  let longest = 0;
  return (event) => {
    switch (event.kind) {
      case 'ended':
        progress.ended();
        return;
      case 'left':
        say(noteWords({ code: 'answers-left', facts: { count: event.count } }, terminal.catalogue));
        return;
      case 'wait':
        if (event.ms < unnoticed || event.ms < longest * 2) return;
        longest = event.ms;
        say(fill(stamped.waits[event.reason], { time: spanText(event.ms, help), profile: event.profile ?? '' }, false));
    }
  };
}
