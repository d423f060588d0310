import { run } from './program.ts';

// The bundle is CommonJS, which can't wait at its top level.
void run(process.argv.slice(2), process.env).then((exit) => {
  process.exitCode = exit;
});
