import { createRepository } from '../../src/io/repository.ts';

// A process that keeps records of one place: `repository-writer.ts <data> <name> <count>`; it says after each that it is kept.

const [data = '', name = '', count = ''] = process.argv.slice(2);
const repository = createRepository(data);
for (let i = 0; i < Number(count); i++) {
  await repository.keep('shared', { name, i }, [Buffer.from(`${name} ${i}`)]);
  process.stdout.write(`${i}\n`);
}
