import type { Target } from './subject.ts';

/** Throws behind three comparisons that no random octet passes: whether a run is guided shows in whether it finds this. */
export function open(input: Uint8Array): string {
  const bytes = Buffer.from(input);
  if (bytes.length < 12) return 'short';
  if (bytes.toString('latin1', 0, 5) !== 'token') return 'other';
  if (bytes.readUInt16BE(5) !== 0x5eed) return 'unknown';
  if (bytes.readUInt32BE(7) === 0x0badcafe) throw new RangeError('planted');
  return 'read';
}

export const target: Target = {
  form: 'text',
  subjects: async () => [{ name: 'one', bytes: Buffer.from('hello, world\n'), run: open }],
};
