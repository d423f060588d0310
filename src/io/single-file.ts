/** True in the single-file executable: `process.execPath` is this program there, and no Node that could run another one. */
export function isSingleFile(): boolean {
  return process.getBuiltinModule('node:sea').isSea();
}
