/** The part of the page's script that shows all of one row. */
export const detailsScript = `
const statusNames = { p: 'pass', f: 'fail', u: 'unknown', s: 'skipped' };

/* The fields of an open row, each with its name; what is not there is not named. */
function details(row, i) {
  const { details: names, columns, hint, checks, statuses, table } = words();
  const list = element('dl');
  const add = (name, ...values) => {
    const known = values.filter((value) => value !== null && value !== undefined && value !== '');
    if (known.length === 0) return;
    const group = element('div');
    group.append(element('dt', name));
    for (const value of known) {
      const shown = element('dd');
      shown.append(value);
      group.append(shown);
    }
    list.append(group);
  };
  const code = (text) => (text == null ? null : element('code', text));
  const why = whyOf(row);
  add(columns.reason, reasonOf(why));
  add(hint, hintOf(why));
  add(names.code, why && code(why[1] === null ? why[0] : why[0] + ', ' + why[1]));
  add(names.object, pooled('object', row[at.object]));
  add(names.checks, ...checkLines(row, checks, statuses, names));
  add(names.warnings, ...(row[at.warnings] ?? []).map((one) => warningLine(pooled('warnings', one))));
  add(columns.file, row[at.file]);
  add(names.nameOctets, code(row[at.octets]));
  add(columns.token, tokenName(row));
  add(names.tokenOctets, code(row[at.tokenOctets]));
  add(names.size, row[at.size] == null ? null : grouped(row[at.size]) + ' B');
  add(columns.time, timeLine(row, i));
  const accuracy = row[at.accuracy] ?? null;
  add(names.accuracy, accuracy && '± ' + accuracy[0] + ' s' + (accuracy[1] ? ' (' + names.assumed + ')' : ''));
  add(columns.serial, code(row[at.serial]), decimalLine(row, names));
  add(columns.authority, pooled('authority', row[at.authority]));
  const [policy, tsa, signer, anchor] = pooled('signed', row[at.signed]) ?? [];
  add(names.tsaPolicy, code(policy));
  add(names.tsa, tsa);
  add(names.signer, signer);
  add(columns.issuer, pooled('issuer', row[at.issuer]));
  add(names.anchor, anchor);
  add(columns.expiry, (pooled('expires', row[at.expires]) ?? [])[2]);
  add(names.digest, row[at.digest] && code(pooled('algorithm', row[at.algorithm]) + ':' + row[at.digest]));
  add(names.tokenSha256, code(row[at.tokenSha256]));
  add(names.evidence, ...(row[at.evidence] ?? []).map((one) => evidenceLine(pooled('evidence', one), names)));
  add(names.judged, iso(page.started + (row[at.judged] ?? 0)).replace('.000Z', 'Z'));
  add(names.seq, grouped(row[at.seq]));
  return list;
}

function checkLines(row, checks, statuses, names) {
  return [...(row[at.checks] ?? '')].map((letter, place) => {
    const id = Object.keys(checks)[place];
    const decided = row[at.decided] === id ? ' (' + names.decided + ')' : '';
    const line = element('span', checks[id] + ': ');
    line.append(element('strong', statuses[statusNames[letter]], 'check ' + statusNames[letter]), decided);
    return line;
  });
}

function warningLine([code, object, en, ja]) {
  const line = element('span', (languageNow() === 'ja' ? ja : en) + (object === null ? ' ' : ' — ' + object + ' '));
  line.append(element('code', code));
  return line;
}

function timeLine(row, i) {
  if (row[at.time] == null) return null;
  const minutes = Math.abs(row[at.offset]);
  const two = (value) => String(value).padStart(2, '0');
  const zone = (row[at.offset] < 0 ? '-' : '+') + two(Math.trunc(minutes / 60)) + ':' + two(minutes % 60);
  return dayAndClock(i) + ' ' + zone + ' (' + words().details.utc + ' ' + exactUtc(row) + ')';
}

function decimalLine(row, names) {
  const serial = row[at.serial] ?? null;
  if (serial === null) return null;
  const decimal = row[at.decimal] ?? BigInt('0x' + serial).toString();
  return names.decimal + ' ' + decimal;
}

function evidenceLine([kind, sha256, url, fetched], names) {
  const line = element('span', (words().evidenceKinds[kind] ?? kind) + ' ');
  line.append(element('code', sha256));
  if (url !== null) line.append(' ' + url);
  if (fetched !== null) line.append(' (' + names.fetched + ' ' + fetched + ')');
  return line;
}
`;
