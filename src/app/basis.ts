import type { TimeStampReq } from '../core/tsp/request.ts';
import type { Evidence, KeptFile } from './evidence-file.ts';
import type { Judged, JudgingOptions } from './judging.ts';
import type { Ports } from './ports.ts';
import type { FileFacts } from './verify.ts';

/** Everything that a judgement was made from. */
export interface Basis {
  readonly file: FileFacts;
  readonly token: KeptFile;
  readonly request: KeptRequest | null;
  readonly options: JudgingOptions;
  readonly judged: Judged;
}

/** A request as bytes and as read. */
export interface KeptRequest extends KeptFile {
  readonly message: TimeStampReq;
}

/**
 * Saves what a verdict rests on in one file, from which it can be made again. `report` is the SHA-256 of the report in JSON, `tool`
 * who made it. Throws a TstError `output-exists`, `output-failed` or `evidence-unsaved`.
 */
export async function saveEvidence(
  path: string,
  basis: Basis,
  about: Pick<Evidence, 'tool' | 'report'>,
  force: boolean,
  ports: Pick<Ports, 'files' | 'archives'>,
): Promise<void> {
  const { encodeEvidence } = await import('./evidence-file.ts');
  await ports.files.write(path, await encodeEvidence(await evidenceOf(basis, about), ports.archives), { force });
}

async function evidenceOf(
  { file, token, request, options, judged }: Basis,
  about: Pick<Evidence, 'tool' | 'report'>,
): Promise<Evidence> {
  const { judgement, known } = judged;
  const { policy, at, atSource, now, asKnownOn } = judgement;
  const { algorithm, digest } = file;
  return {
    ...about,
    ...known.lists,
    file: {
      path: file.path,
      size: file.size,
      digest: algorithm === null || digest === null ? null : { algorithm, value: digest },
    },
    token,
    request: request && { path: request.path, bytes: request.bytes },
    options: {
      ...{ policy, at, atSource, now, asKnownOn },
      skip: [...options.skip],
      acceptPolicies: options.acceptPolicies,
      allowNoncriticalEku: options.allowNoncriticalEku,
    },
    anchors: judged.anchors.map(({ certificate }) => ({
      sha256: certificate.sha256,
      subject: certificate.subject.text,
    })),
    path: judgement.path.map(({ sha256 }) => sha256),
    asked: known.asked,
    notes: judged.notes,
    verdict: judgement.verdict,
    code: judgement.code,
    lists: (await judged.lists?.evidence()) ?? [],
  };
}
