import { readAnswer, replyType } from '../../src/app/answer.ts';
import { type ConformanceCase, type Outcome, sameFor } from './case.ts';
import { scene } from './scene.ts';

const url = 'http://lab.example/tsa';
const page = Buffer.from('<!doctype html><title>Maintenance</title>\n');

/** RFC 3161 §3.4: how an answer over HTTP says what it is. Whether it is kept is decided before anything is judged. */
export async function answerCases(): Promise<ConformanceCase[]> {
  const { handed } = await scene();
  const answers = {
    'media-type-reply': ['the answer is an application/timestamp-reply', replyType, handed.token],
    'media-type-other': ['the answer is an application/octet-stream', 'application/octet-stream', handed.token],
    'media-type-none': ['the answer has no Content-Type', null, handed.token],
    'media-type-html': ['an HTML page', 'text/html; charset=utf-8', page],
    'media-type-lie': ['an HTML page that passes for an application/timestamp-reply', replyType, page],
  } as const;
  const cases: ConformanceCase[] = [];
  for (const [name, [description, type, body]] of Object.entries(answers)) {
    const headers: Record<string, string> = type === null ? {} : { 'content-type': type };
    const answer = await readAnswer({ status: 200, headers, body, url }, url);
    const kept = answer.kind === 'token';
    const outcomes = sameFor(kept ? 'accepted' : 'refused', kept ? null : answer.error.code);
    const warnings = kept ? answer.notes.map(({ code }) => code) : [];
    const warned: Outcome = { ...outcomes.default, warnings };
    const all = { default: warned, etsi: warned, strict: warned };
    cases.push({ name: `lab: ${name}`, description, rule: null, outcomes: all, handed: null });
  }
  return cases;
}
