import { detailsScript } from './html-script-details.ts';
import { rowsScript } from './html-script-rows.ts';
import { tableScript } from './html-script-table.ts';

/** Languages, and the order in which everything starts. */
const start = `
function speak(language) {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll('[data-to]')) {
    const text = one.dataset[language];
    if (one.dataset.to === 'text') one.textContent = text;
    else one.setAttribute(one.dataset.to, text);
  }
  for (const button of document.querySelectorAll('.languages button')) {
    button.setAttribute('aria-pressed', String(button.value === language));
  }
  if (!view) return;
  fillFilters();
  if (sorted.column === 'reason') sortRows();
  show();
}

document.querySelector('.languages').hidden = false;
document.querySelector('.languages').addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button !== null) speak(button.value);
});
speak(languageNow());

const filters = document.querySelector('.filters');
filters.addEventListener('submit', (event) => event.preventDefault());
filters.addEventListener('reset', () => setTimeout(show));
for (const id of ['state', 'authority', 'month']) $(id).addEventListener('change', show);
$('search').addEventListener('input', show);

filters.hidden = false;
$('shown').textContent = words().table.reading;
readRows().then(() => {
  scroll.hidden = false;
  $('keys').hidden = false;
  fillFilters();
  sortRows();
  show();
  document.documentElement.dataset.ready = '';
});
`;

/** All of the page's script, and the only one that its policy lets run. */
export const script = `'use strict';\n(() => {${rowsScript}${detailsScript}${tableScript}${start}})();\n`;
