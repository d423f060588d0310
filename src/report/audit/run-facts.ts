import type { Audit, AuditRun, FileName } from '../../core/verdict/audit.ts';
import { rfc3339 } from '../time.ts';

/** The run as plain data, keys in this order. */
export function runObject(run: AuditRun) {
  return {
    id: run.id,
    started: rfc3339(run.started),
    roots: run.roots,
    from: run.from,
    to: run.to,
    zone: run.zone,
    policy: run.policy,
    skipped: run.skipped,
    renewWithin: run.renewWithin,
    failOn: run.failOn,
    options: Object.fromEntries(Object.entries(run.options).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The options on one line, each as `--name value` in the order of the names; what has a space or a quote in it stands as in JSON. */
export function optionsText({ options }: AuditRun): string {
  return Object.entries(options)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [value].flat().map((one) => (one === '' ? `--${name}` : `--${name} ${quoted(one)}`)))
    .join(' ');
}

/** What was asked, as a command line would say it. */
export function commandText(run: AuditRun): string {
  return ['tst audit', optionsText(run), rootsText(run)].filter((part) => part !== '').join(' ');
}

/** The arguments on one line. */
export function rootsText({ roots }: AuditRun): string {
  return roots.map(quoted).join(' ');
}

/** What an audit of a period has though no time says that it belongs there; null: nothing, or there is no period. */
export function timelessOf({ run, summary }: Audit): { readonly tokens: number; readonly files: number } | null {
  if (run.from === null && run.to === null) return null;
  const { valid, invalid, indeterminate } = summary.months.find(({ month }) => month === null) ?? none;
  const tokens = valid + invalid + indeterminate;
  return tokens + summary.orphanData === 0 ? null : { tokens, files: summary.orphanData };
}

const none = { valid: 0, invalid: 0, indeterminate: 0 };

function quoted(value: string): string {
  return /^[^\s"'\\]+$/.test(value) ? value : JSON.stringify(value);
}

/** The octets of a name: as they stand on disk, a lone surrogate (which Windows allows) in the form that UTF-8 would give it. */
export function octetsOf({ text, hex }: FileName): Buffer {
  if (hex !== null) return Buffer.from(hex, 'hex');
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  return Buffer.concat([...text].map((letter) => (letter.isWellFormed() ? Buffer.from(letter) : surrogate(letter))));
}

function surrogate(letter: string): Buffer {
  const unit = letter.charCodeAt(0);
  return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]);
}
