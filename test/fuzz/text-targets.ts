import { itemsOfManifest } from '../../src/app/audit/manifest.ts';
import { NameFilter } from '../../src/app/audit/name-filter.ts';
import { TokenPatterns } from '../../src/app/audit/patterns.ts';
import type { Tree } from '../../src/app/audit/ports.ts';
import { encodeEvidence } from '../../src/app/evidence-file.ts';
import { FieldError } from '../../src/app/json-fields.ts';
import { decodeManifest } from '../../src/app/manifest.ts';
import { profileLimits } from '../../src/app/profile/limits.ts';
import { profileTemplates } from '../../src/app/profile/profile-templates.ts';
import { readProfile } from '../../src/app/profile/read-profile.ts';
import { TstListError } from '../../src/core/revocation/tst-list/list-error.ts';
import { readTstPage, TstPageError } from '../../src/core/revocation/tst-list/page.ts';
import { readTstList, type TstListFormat } from '../../src/core/revocation/tst-list/read-list.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createArchives } from '../../src/io/archives.ts';
import { leastEvidence, sampleEvidence } from '../app/sample-evidence.ts';
import { refusedOr, type Subject, type Target } from './subject.ts';

// Readers of texts: a value or the format's own error, which says where; never anything else.

function textTarget(run: Subject['run'], seeds: () => Readonly<Record<string, string | Uint8Array>>): Target {
  const subjects = () => Object.entries(seeds()).map(([name, text]) => ({ name, bytes: Buffer.from(text), run }));
  return { form: 'text', subjects: async () => subjects() };
}

/** Reads a list and all of its entries; where in the text it is wrong is counted from 1. */
function listTarget(format: TstListFormat, seeds: Readonly<Record<string, string>>): Target {
  const run = async (input: Uint8Array) =>
    await refusedOr([TstListError], () => {
      try {
        for (const entry of readTstList(input, format).entries) if (!entry) throw new Error('a hole among the entries');
      } catch (error) {
        if (error instanceof TstListError && !(error.line >= 1 && error.column >= 1)) throw new Error(error.message);
        throw error;
      }
    });
  return textTarget(run, () => seeds);
}

const head = { format: 'tst-revocation-list', version: 1, thisUpdate: '2030-06-01T12:00:00Z' };
const entry = {
  serial: '0x1A2b',
  tsuCertificate: { sha256: 'ab'.repeat(32) },
  tsaName: 'CN=TSU 1',
  policy: '1.3.6.1.4.1.99999.1.1',
  genTime: { from: '2030-06-01T11:00:00Z', to: '2030-06-01T21:00:00+09:00' },
  imprint: { algorithm: 'sha256', value: '00'.repeat(32) },
  revokedAt: '2030-06-02T00:00:00.5Z',
  reason: '時計の誤り \u{1f552}',
  notice: 'https://provider.test/notice',
};
const ranges = [{ serialRange: { from: '0x5000', to: '0x5fff' } }, { serial: '0x1' }];

export const listJson = listTarget(
  { kind: 'json' },
  {
    whole: JSON.stringify({ ...head, number: 17, nextUpdate: '2030-06-03T12:00:00Z', entries: [entry, ...ranges] }),
    empty: JSON.stringify({ ...head, entries: [] }),
  },
);

export const listCsv = listTarget(
  { kind: 'csv', columns: { serial: 'serial', serialTo: 'to', revokedAt: 'at', reason: 'why' }, radix: 16, zone: 540 },
  {
    quoted: 'why,x,at,serial,to\r\nclock,,2030-06-01 21:00:00,1a2b,\r\n"a ""b"", c\r\nd",,,10,1f\r\n',
    plain: 'serial,to,at,why\n1,,,\n2,3,2030-06-01 21:00:00,時計\n',
  },
);

export const listText = listTarget(
  { kind: 'text', radix: null },
  {
    ranges: '# revoked tokens\r\n# radix: 16\r\n\r\n 1a:2b  # by mistake\r\n10..1f\r\n0x20',
    dated:
      '# This-Update: 2030-06-01T12:00:00Z\n# next-update: 2030-06-02T12:00:00Z\n# number: 18\n# radix:10\n10\n20\n',
  },
);

export const page = textTarget(
  async (bytes) => {
    const answer = { bytes, url: 'https://provider.test/repository/index.html', contentType: null };
    const format = { kind: 'page', regions: ['#revoked', 'h2'], documents: 'a[href*=".pdf"]' } as const;
    return await refusedOr([TstPageError], async () => void (await readTstPage(answer, format)));
  },
  () => ({
    table:
      '<!doctype html><html><h2>失効</h2><div id=revoked><table><tr><th>serial<th>date<tr><td>1a2b<td>1 June</table></div>',
    links:
      '<h2>x</h2><div id="revoked"><a href="list.pdf#page=2">list</a> <script>x</script><img alt="none"><br>&amp;</div>',
  }),
);

export const evidenceManifest: Target = {
  form: 'text',
  subjects: async () => {
    const archives = createArchives();
    const run = async (input: Uint8Array) => await refusedOr([FieldError], () => void decodeManifest(input));
    const seeds = { whole: sampleEvidence(), least: leastEvidence() };
    return await Promise.all(
      Object.entries(seeds).map(async ([name, evidence]): Promise<Subject> => {
        const set = await archives.unpack('x', await encodeEvidence(evidence, archives), 'evidence-unreadable');
        return { name, bytes: set!.files[0]!.bytes, run };
      }),
    );
  },
};

export const auditManifest = textTarget(
  async (input) => {
    const tree = { isFile: async () => false } as Partial<Tree> as Tree;
    const ports = { tree, files: { read: async () => new Uint8Array(input) } };
    const options = { filter: new NameFilter([], []), patterns: new TokenPatterns(), tokens: null };
    return await refusedOr([TstError], async () => {
      let count = 0;
      for await (const { items } of itemsOfManifest({ path: 'm/list' }, options, ports)) count += items.length;
      return count > 0 ? 'read' : 'nothing';
    });
  },
  () => ({
    lines: `{"path":"a.pdf","token":"a.tsr","digest":"sha256:${'ab'.repeat(32)}"}\n{"pathHex":"8356","tokenHex":"61"}\n`,
    columns: `no,Token , DIGEST,"path",note\n1,a.tsr,sha256:${'ab'.repeat(32)},"a ""1"".pdf",x\n2,b.tsr,,請求書.pdf,\n`,
  }),
);

export const profile: Target = {
  form: 'text',
  subjects: async () => {
    const read = (name: string) => async (input: Uint8Array) => {
      // As every command reads its file.
      if (input.length > profileLimits.fileBytes) return 'too large';
      const result = await readProfile(input, { path: `/profiles/${name}`, scope: 'user', byName: false });
      return 'issues' in result ? 'issues' : 'read';
    };
    const json = { schema: 1, service: { urls: ['https://tsa.test/'] }, 'tst-revocation': { kind: 'none-published' } };
    const list = 'schema = 1\n[tst-revocation]\nkind = "csv"\nurl = "https://tsa.test/list"\nradix = 16\n';
    const templates = Object.entries(profileTemplates).map(
      ([name, { text }]) => [`${name}.toml`, `schema = 1\n${text}`] as const,
    );
    return [...templates, ['list.toml', list] as const, ['json.json', JSON.stringify(json)] as const].map(
      ([name, text]) => ({ name, bytes: Buffer.from(text), run: read(name) }),
    );
  },
};
