import { createEvidenceCache } from '../../src/io/evidence-cache.ts';
import { answer, moment, place } from './evidence-lab.ts';

// A process that keeps answers: `evidence-writer.ts <cache> <name> <count> <places> <size>`, every second one in a place of its
// own, the others in places that all such processes share; it says after each that it is kept.

const [cacheAt = '', name = '', count = '', places = '', size = ''] = process.argv.slice(2);
const cache = createEvidenceCache(cacheAt);
for (let i = 0; i < Number(count); i++) {
  const round = Math.floor(i / 2);
  const of = place(`${i % 2 === 0 ? 'shared' : name}-${round % Number(places)}`);
  await cache.keep(of, answer(of, `${name}-${round}`, Number(size), moment + round));
  process.stdout.write(`${i}\n`);
}
