import { run } from './program.ts';

// The bundle is CommonJS, which can't wait at its top level. Everything was written at once, so that nothing is lost by leaving
// at once, which saves a millisecond or two of tidying up.
void run(process.argv.slice(2), process.env).then((exit) => process.exit(exit));
