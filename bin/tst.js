#!/usr/bin/env node
// The entry of `tst`: one clear line on a too old Node, the compile cache, then the program itself.
// Written for any Node, so that an old one reaches the message and not a syntax error.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `tst: this is Node ${process.versions.node}, tst needs Node 22.19 or newer; hint: install a current Node from nodejs.org\n`,
  );
  process.exitCode = 78;
} else {
  const module = await import('node:module');
  module.enableCompileCache();
  await import('../dist/tst.js').catch((error) => {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('tst.js')) throw error;
    // A checkout that was not built yet: run the sources as they are.
    return import('../src/cli/main.ts');
  });
}
