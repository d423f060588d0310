/**
 * The part of the page's script that reads the rows, filters and sorts. It is text that stands in the page as it is here: no bundler
 * touches it, so that its hash is the same however the program was built.
 */
export const rowsScript = String.raw`
const $ = (id) => document.getElementById(id);
const page = JSON.parse($('page').textContent);
const pools = JSON.parse($('pools').textContent);
const at = Object.fromEntries(page.fields.map((name, i) => [name, i]));
const pooled = (name, value) => (typeof value === 'number' ? pools[name][value] : (value ?? null));
const languageNow = () => document.documentElement.lang;
const words = () => page.words[languageNow()];
const filled = (text, facts) =>
  text.replace(/\{(\w+)\}/g, (_, name) => (typeof facts[name] === 'number' ? grouped(facts[name]) : facts[name]));
const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
/* What a reader takes for the same is found: letters of either case and width, accents in one or two characters. */
const folded = (text) => text.normalize('NFKC').toLowerCase();

const rows = [];
const names = []; /* what is searched of the names */
let locals; /* times on the clocks of the audit's zone */
let months; /* twelve a year; -1: no time */

/* One script element at a time, so that the page stays alive. */
async function readRows() {
  for (const element of document.querySelectorAll('script.rows')) {
    for (const row of JSON.parse(element.textContent)) rows.push(row);
    await new Promise((done) => setTimeout(done));
  }
  locals = new Float64Array(rows.length);
  months = new Int32Array(rows.length);
  const clock = new Date(0);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    const time = row[at.time] ?? null;
    locals[i] = time === null ? NaN : time + row[at.offset] * 60000;
    clock.setTime(locals[i]);
    months[i] = time === null ? -1 : clock.getUTCFullYear() * 12 + clock.getUTCMonth();
    const own = typeof row[at.token] === 'string' ? '\n' + row[at.token] : '';
    names.push(folded((row[at.file] ?? '') + own));
  }
}

const tokenName = (row) => {
  const token = row[at.token] ?? null;
  return typeof token === 'number' ? row[at.file] + pools.suffix[token] : token;
};
const stateOf = (row) => page.states[row[at.state]];
const whyOf = (row) => pooled('why', row[at.why]);
const reasonOf = (why) => why && why[languageNow() === 'ja' ? 4 : 2];
const hintOf = (why) => why && why[languageNow() === 'ja' ? 5 : 3];
const iso = (ms) => new Date(ms).toISOString();
const dayAndClock = (i) => (Number.isNaN(locals[i]) ? '' : iso(locals[i]).slice(0, -5).replace('T', ' '));
const exactUtc = (row) => row[at.exact] ?? (row[at.time] == null ? null : iso(row[at.time]).replace('.000Z', 'Z'));
const monthName = (month) =>
  month < 0 ? words().unknown : String(Math.floor(month / 12)).padStart(4, '0') + '-' + String((month % 12) + 1).padStart(2, '0');
const rankOfState = [4, 0, 1, 2, 3]; /* failures first */

/* What a column is sorted by: numbers, or texts in the order of their characters, which is the same in every browser. */
const keys = {
  status: (row) => rankOfState[row[at.state]],
  file: (row) => row[at.file],
  token: (row) => tokenName(row),
  time: (row) => row[at.time],
  authority: (row) => pooled('authority', row[at.authority]),
  issuer: (row) => pooled('issuer', row[at.issuer]),
  serial: (row) => (row[at.serial] == null ? null : row[at.serial].length.toString().padStart(4, '0') + row[at.serial]),
  expiry: (row) => (pooled('expires', row[at.expires]) ?? [null])[0],
  hash: (row) => row[at.digest],
  profile: (row) => pooled('profile', row[at.profile]),
  accredited: (row) => row[at.accredited],
  reason: (row) => reasonOf(whyOf(row)),
};

let order; /* all rows in the order of the table */
let sorted = { column: null, descending: false };
let view; /* the rows of it that fit the filter */

function sortRows() {
  order = Uint32Array.from(rows.keys());
  const { column, descending } = sorted;
  if (column === null) return;
  const values = rows.map((row) => keys[column](row) ?? null);
  const turn = descending ? -1 : 1;
  order.sort((a, b) => {
    const x = values[a];
    const y = values[b];
    if (x === y) return a - b;
    if (x === null) return 1;
    if (y === null) return -1;
    return x < y ? -turn : turn;
  });
}

/* The moments that a day, month or year of the search covers; null where it is none. */
function rangeOf(term) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(term) ?? [];
  if (month === undefined) return null;
  const moment = (m, d) => Date.UTC(Number(year), m, d);
  const m = Number(month) - 1;
  return day === undefined ? [moment(m, 1), moment(m + 1, 1)] : [moment(m, Number(day)), moment(m, Number(day) + 1)];
}

/* For one word of the search: which rows have it. What many rows share is looked through once. */
function finder(term) {
  const found = (name, text) => pools[name].map((value) => folded(text(value)).includes(term));
  const itself = (value) => value;
  const whyText = (why) => [why[0], why[1], reasonOf(why)].join('\n');
  const shared = [
    [at.authority, found('authority', itself), itself],
    [at.issuer, found('issuer', itself), itself],
    [at.profile, found('profile', itself), itself],
    [at.object, found('object', itself), itself],
    [at.why, found('why', whyText), whyText],
  ];
  const range = rangeOf(term);
  return (row, i) => {
    if (names[i].includes(term)) return true;
    if (range !== null && locals[i] >= range[0] && locals[i] < range[1]) return true;
    for (const [place, hits, text] of shared) {
      const value = row[place] ?? null;
      if (value === null) continue;
      if (typeof value === 'number' ? hits[value] : folded(text(value)).includes(term)) return true;
    }
    if (row[at.serial] != null && row[at.serial].includes(term)) return true;
    if (row[at.digest] != null && row[at.digest].includes(term)) return true;
    if (row[at.tokenSha256] != null && row[at.tokenSha256].includes(term)) return true;
    /* A token that is named after its file: only a search with a point can be for the ending. */
    return typeof row[at.token] === 'number' && term.includes('.') && (names[i] + folded(pools.suffix[row[at.token]])).includes(term);
  };
}

const stateFilters = {
  '': () => true,
  'not-valid': (row) => row[at.state] !== 0,
  expired: (row) => row[at.expiry] === 0,
  expiring: (row) => row[at.expiry] === 1,
};

function filterRows() {
  const finders = folded($('search').value).split(/\s+/).filter((term) => term !== '').map(finder);
  const wanted = $('state').value;
  const state = page.states.indexOf(wanted);
  const fits = stateFilters[wanted] ?? ((row) => row[at.state] === state);
  const authority = $('authority').value;
  const month = $('month').value === '' ? null : Number($('month').value);
  /* Compared by its place, and by its text only where the pool was full. */
  const place = authority === '' ? null : authorities[Number(authority)];
  const found = new Uint32Array(rows.length);
  let count = 0;
  for (const i of order) {
    const row = rows[i];
    if (!fits(row)) continue;
    if (place !== null && (row[at.authority] ?? -1) !== place) continue;
    if (month !== null && months[i] !== month) continue;
    if (finders.every((find) => find(row, i))) {
      found[count] = i;
      count += 1;
    }
  }
  view = found.subarray(0, count);
}

let authorities; /* places in the pool; -1: unknown */

/* What there is to choose from, most frequent first or latest first. */
function fillFilters() {
  const counts = new Map();
  const found = new Map();
  rows.forEach((row, i) => {
    const authority = row[at.authority] ?? -1;
    counts.set(authority, (counts.get(authority) ?? 0) + 1);
    found.set(months[i], (found.get(months[i]) ?? 0) + 1);
  });
  authorities = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 1000);
  const choose = (id, options) => {
    const chosen = $(id).value;
    const made = [['', words().table.all], ...options].map(([value, text]) => new Option(text, value));
    $(id).replaceChildren(...made);
    $(id).value = chosen;
  };
  const counted = (text, count) => text + ' (' + grouped(count) + ')';
  const { states, table, counts: labels } = words();
  choose('state', [
    ['not-valid', table.notValid],
    ...page.states.map((state) => [state, states[state]]),
    ['expired', labels.expired],
    ['expiring', labels.expiring],
  ]);
  choose('authority', authorities.map((one, i) => [i, counted(one === -1 ? words().unknown : pooled('authority', one), counts.get(one))]));
  choose('month', [...found.keys()].sort((a, b) => b - a).map((one) => [one, counted(monthName(one), found.get(one))]));
}
`;
