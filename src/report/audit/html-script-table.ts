/** The part of the page's script that draws the rows in sight, opens them, and prints. */
export const tableScript = `
const scroll = document.querySelector('.scroll');
const body = $('body');
const [above, below] = document.querySelectorAll('#lines .pad');
const printedAtMost = 2000;
let rowHeight = 28;
let printing = false;
let active = 0; /* the place in the view that the arrow keys are at */
const opened = new Map(); /* rows that are open, with their height */
const drawn = new Map(); /* rows in the document: their elements */

function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (name) made.className = name;
  return made;
}

/* A path whose last part stays in sight when the folders before it don't fit. */
function path(text) {
  if (text === null) return '';
  const cut = text.lastIndexOf('/') + 1;
  const whole = element('span', null, 'path');
  if (cut > 0) whole.append(element('span', text.slice(0, cut), 'folder'));
  whole.append(element('span', text.slice(cut), 'base'));
  return whole;
}

const cells = {
  status: (row) => element('span', words().states[stateOf(row)], 'state ' + stateOf(row)),
  file: (row) => path(row[at.file] ?? null),
  token: (row) => path(tokenName(row)),
  time: (row, i) => dayAndClock(i),
  authority: (row) => pooled('authority', row[at.authority]),
  issuer: (row) => pooled('issuer', row[at.issuer]),
  serial: (row) => row[at.serial] ?? null,
  expiry: (row) => {
    const expires = pooled('expires', row[at.expires]);
    if (expires === null) return '';
    const flag = row[at.expiry] == null ? '' : ' ' + words().expiry[['expired', 'expiring'][row[at.expiry]]];
    const whole = element('span', expires[1]);
    if (flag) whole.append(element('small', flag));
    return whole;
  },
  hash: (row) => row[at.digest] ?? null,
  profile: (row) => pooled('profile', row[at.profile]),
  accredited: (row) => words().accredited[['yes', 'no', 'unknown'][row[at.accredited]]],
  reason: (row) => reasonOf(whyOf(row)),
};
const titles = {
  file: (row) => row[at.file],
  token: (row) => tokenName(row),
  time: (row) => exactUtc(row),
  expiry: (row) => (pooled('expires', row[at.expires]) ?? [])[2],
  hash: (row) => row[at.digest] && pooled('algorithm', row[at.algorithm]) + ':' + row[at.digest],
};

function drawRow(i, place) {
  const row = rows[i];
  const line = element('tr');
  for (const name of page.columns) {
    const cell = element('td', null, 'c-' + name);
    const content = cells[name](row, i);
    /* Only a box of its own keeps a line from growing with the fonts of its text. */
    const box = element('div');
    box.append(content ?? '');
    cell.append(box);
    const title = (titles[name] ?? (() => cell.textContent))(row);
    if (title) cell.title = title;
    line.append(cell);
  }
  const button = element('button', null, 'open');
  button.type = 'button';
  button.setAttribute('aria-label', filled(words().table.details, { seq: row[at.seq] }));
  button.setAttribute('aria-expanded', String(opened.has(i)));
  line.firstChild.firstChild.prepend(button);
  line.dataset.row = i;
  const parts = [line];
  if (opened.has(i)) {
    const detail = element('tr', null, 'detail');
    const cell = element('td');
    cell.colSpan = page.columns.length;
    cell.append(details(row, i));
    detail.append(cell);
    parts.push(detail);
  }
  return parts;
}

/* Where a place of the view begins, in pixels: open rows before it push it down. */
function topOf(place) {
  let top = place * rowHeight;
  for (const { at: open, height } of openPlaces) if (open < place) top += height;
  return top;
}
let openPlaces = [];

function findOpen() {
  openPlaces = [];
  if (opened.size === 0) return;
  view.forEach((i, place) => {
    if (opened.has(i)) openPlaces.push({ at: place, height: opened.get(i) });
  });
}

function placeAt(pixels) {
  let low = 0;
  let high = view.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (topOf(middle) <= pixels) low = middle;
    else high = middle - 1;
  }
  return low;
}

/* Draws what is in sight and a little more. Rows that were there stay the same elements, so that focus and selection do too. */
function draw() {
  const seen = scroll.clientHeight;
  const first = printing ? 0 : Math.max(0, placeAt(scroll.scrollTop) - 8);
  const last = Math.min(view.length, printing ? printedAtMost : placeAt(scroll.scrollTop + scroll.clientHeight) + 9);
  const wanted = new Set(view.subarray(first, last));
  const top = scroll.scrollTop;
  let lost = false;
  for (const [i, parts] of drawn) {
    if (wanted.has(i)) continue;
    lost ||= parts[0].contains(document.activeElement);
    for (const part of parts) part.remove();
    drawn.delete(i);
  }
  let next = body.firstChild;
  for (let place = first; place < last; place += 1) {
    const i = view[place];
    if (!drawn.has(i)) drawn.set(i, drawRow(i, place));
    const parts = drawn.get(i);
    parts[0].ariaRowIndex = String(place + 2);
    parts[0].querySelector('button').tabIndex = place === active ? 0 : -1;
    for (const part of parts) {
      if (part === next) next = next.nextSibling;
      else body.insertBefore(part, next);
    }
  }
  above.style.height = (printing ? 0 : topOf(first)) + 'px';
  below.style.height = (printing ? 0 : topOf(view.length) - topOf(last)) + 'px';
  /* While rows were missing, the frame may have been too short for where it stood. */
  if (scroll.scrollTop !== top) scroll.scrollTop = top;
  if (lost) scroll.focus({ preventScroll: true });
  measure();
  /* The frame grows with what is drawn first. */
  if (!printing && scroll.clientHeight > seen) draw();
}

/* Heights as the reader's font makes them. */
function measure() {
  if (printing) return;
  const line = body.querySelector('tr:not(.detail)');
  const height = line === null ? 0 : line.getBoundingClientRect().height;
  let changed = height > 0 && Math.abs(height - rowHeight) > 0.01;
  if (changed) rowHeight = height;
  for (const [i, parts] of drawn) {
    if (parts.length < 2) continue;
    const tall = parts[1].getBoundingClientRect().height;
    if (Math.abs(tall - opened.get(i)) > 0.5) {
      opened.set(i, tall);
      changed = true;
    }
  }
  if (!changed) return;
  findOpen();
  const shown = drawn.size === 0 ? 0 : Math.min(...[...drawn.values()].map(([one]) => Number(one.ariaRowIndex) - 2));
  above.style.height = topOf(shown) + 'px';
  below.style.height = Math.max(0, topOf(view.length) - topOf(shown + drawn.size)) + 'px';
}

function redraw() {
  body.replaceChildren();
  drawn.clear();
  findOpen();
  active = Math.min(active, Math.max(0, view.length - 1));
  draw();
}

function show() {
  filterRows();
  active = 0;
  scroll.scrollTop = 0;
  $('lines').setAttribute('aria-rowcount', String(view.length + 1));
  $('shown').textContent = filled(words().table.shown, { shown: view.length, all: rows.length });
  $('none').hidden = view.length > 0;
  scroll.hidden = view.length === 0;
  redraw();
}

function toggle(i) {
  if (opened.has(i)) opened.delete(i);
  else opened.set(i, 0);
  const focused = document.activeElement !== null && body.contains(document.activeElement);
  for (const part of drawn.get(i) ?? []) part.remove();
  drawn.delete(i);
  findOpen();
  draw();
  if (focused && drawn.has(i)) drawn.get(i)[0].querySelector('button').focus();
}

/* To a place of the view, with the focus. */
function go(place) {
  active = Math.max(0, Math.min(view.length - 1, place));
  const head = $('lines').tHead.getBoundingClientRect().height;
  const top = topOf(active);
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  const bottom = top + rowHeight + head - scroll.clientHeight;
  if (bottom > scroll.scrollTop) scroll.scrollTop = bottom;
  draw();
  const parts = drawn.get(view[active]);
  if (parts) parts[0].querySelector('button').focus({ preventScroll: true });
}

scroll.addEventListener('scroll', () => requestAnimationFrame(draw), { passive: true });
addEventListener('resize', () => view && draw());
body.addEventListener('click', (event) => {
  const line = event.target.closest('tr[data-row]');
  if (line === null || String(getSelection()) !== '') return;
  active = Number(line.ariaRowIndex) - 2;
  toggle(Number(line.dataset.row));
});
scroll.addEventListener('keydown', (event) => {
  if (event.target.closest('thead') !== null || event.altKey || event.ctrlKey || event.metaKey) return;
  const perPage = Math.max(1, Math.floor(scroll.clientHeight / rowHeight) - 2);
  const inRows = body.contains(event.target);
  const to = { ArrowDown: inRows ? active + 1 : active, ArrowUp: active - 1, PageDown: active + perPage, PageUp: active - perPage, Home: 0, End: view.length - 1 }[event.key];
  if (to === undefined || view.length === 0) return;
  event.preventDefault();
  go(to);
});
$('lines').tHead.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button === null) return;
  const same = sorted.column === button.value;
  sorted = same && sorted.descending ? { column: null, descending: false } : { column: button.value, descending: same };
  for (const heading of $('lines').tHead.querySelectorAll('th')) {
    const on = heading.firstChild.value === sorted.column;
    heading.setAttribute('aria-sort', on ? (sorted.descending ? 'descending' : 'ascending') : 'none');
  }
  sortRows();
  show();
});

addEventListener('beforeprint', () => {
  if (!view) return;
  printing = true;
  const { table } = words();
  const chosen = ['state', 'authority', 'month'].filter((id) => $(id).value !== '').map((id) => table[id] + ': ' + $(id).selectedOptions[0].text);
  if ($('search').value.trim() !== '') chosen.unshift(table.search + ': ' + $('search').value.trim());
  const left = view.length - printedAtMost;
  const parts = [$('shown').textContent];
  if (chosen.length > 0) parts.push(table.filter + ' ' + chosen.join(' / '));
  if (left > 0) parts.push(filled(table.printedLeft, { printed: printedAtMost, left }));
  $('printed').textContent = parts.join('  ·  ');
  draw();
});
addEventListener('afterprint', () => {
  if (!view) return;
  printing = false;
  redraw();
});
`;
