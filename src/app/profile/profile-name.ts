/**
 * True for what can name a profile: it becomes a file name on every platform, so that no two differ in case only, and none is a
 * device of Windows (`con`, `nul`, `com1`), with an ending or without.
 */
export function isProfileName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/.test(text) && !device.test(text) && !ending.test(text);
}

const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/** Would be taken for a profile's file. */
const ending = /\.(toml|json)$/;
