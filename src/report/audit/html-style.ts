import { printStyle } from './html-style-print.ts';
import { tableStyle } from './html-style-table.ts';

/**
 * Colours of both schemes and everything but the tables. Colour repeats what words say: valid is calm, invalid the only strong one.
 * A file of Japanese names is read with Japanese shapes of the characters in either language, so the fonts come in the same order.
 */
const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f5f6f7; --line: #dde1e5; --strong-line: #9aa4ad;
  --text: #1b2126; --muted: #59636d; --link: #1d5c99;
  --valid: #22684a; --invalid: #b3201a; --indeterminate: #855800; --orphan: #5a4a94;
  --bar-valid: #8fb3a2; --bar-past: #c3cad0; --bar-invalid: #b3201a; --bar-indeterminate: #d99a2b; --bar-hatch: #fff3d9;
  --sans: "Helvetica Neue", "Segoe UI", "Noto Sans", Arial, "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", Meiryo, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Liberation Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK JP", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --raised: #1c2024; --line: #2e343a; --strong-line: #5f6972;
    --text: #e2e6e9; --muted: #9aa4ad; --link: #84b8e8;
    --valid: #86c4a4; --invalid: #ff8f86; --indeterminate: #e8b65c; --orphan: #b7a9ee;
    --bar-valid: #4d7864; --bar-past: #444c54; --bar-invalid: #ef6a60; --bar-indeterminate: #d99a2b; --bar-hatch: #4a3812;
  }
}
html[lang="en"] .ja, html[lang="ja"] .en { display: none; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1760px; padding: 20px 28px 48px; background: var(--ground); color: var(--text); font: 14px/1.5 var(--sans); font-variant-numeric: tabular-nums; }
:lang(ja) { line-break: strict; }
html[lang="ja"] body { font-family: "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", Meiryo, sans-serif; font-size: 13.5px; line-height: 1.6; }
h1 { margin: 0; font-size: 22px; line-height: 1.3; font-weight: 600; }
h2 { margin: 32px 0 8px; font-size: 16px; line-height: 1.4; font-weight: 600; }
h2 .count { margin-left: 4px; color: var(--muted); font-weight: 400; }
p { margin: 4px 0; max-width: 100ch; }
ul { margin: 0; padding: 0; list-style: none; }
code { font-family: var(--mono); font-size: .92em; overflow-wrap: anywhere; }
small { font-size: .86em; color: var(--muted); }
.note { color: var(--muted); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
button, select, input { font: inherit; color: inherit; }
.languages { float: right; display: flex; gap: 2px; }
.languages[hidden] { display: none; }
.languages button { padding: 2px 10px; border: 1px solid transparent; border-radius: 4px; background: none; color: var(--muted); cursor: pointer; }
.languages button[aria-pressed="true"] { border-color: var(--strong-line); color: var(--text); }
.overall { max-width: none; margin-top: 8px; font-size: 15px; }
.overall strong { margin-right: 8px; padding: 2px 10px; border: 1px solid currentColor; border-radius: 4px; font-weight: 600; white-space: nowrap; }
.overall.valid strong { color: var(--valid); }
.overall.invalid strong { background: var(--invalid); border-color: var(--invalid); color: var(--ground); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.overall.indeterminate strong { color: var(--indeterminate); border-style: dashed; }
.warning { margin-top: 10px; padding: 6px 12px; border-left: 3px solid var(--indeterminate); background: var(--raised); }

.tiles { display: flex; flex-wrap: wrap; margin: 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.tiles > div { flex: 1 1 auto; padding: 8px 14px 8px 0; min-width: 104px; }
.tiles dt { color: var(--muted); font-size: 12.5px; }
.tiles dd { margin: 0; font-size: 20px; line-height: 1.35; font-weight: 600; }
.tiles dd small { display: block; font-size: 12px; font-weight: 400; }
.tiles .zero dd { color: var(--muted); font-weight: 400; }
.tiles .invalid dd { color: var(--invalid); }
.tiles .indeterminate dd { color: var(--indeterminate); }
.tiles .orphan dd { color: var(--orphan); }

.facts { columns: 3 340px; column-gap: 32px; margin: 0; border-top: 1px solid var(--line); }
.facts > div { display: grid; grid-template-columns: 132px 1fr; gap: 10px; padding: 4px 0; break-inside: avoid; border-bottom: 1px solid var(--line); }
.facts > div:last-child { column-span: all; grid-template-columns: max-content 1fr; }
.facts li { line-height: 1.45; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }

figure { margin: 0; }
figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 24px; margin-bottom: 4px; color: var(--muted); }
figure > svg { display: block; width: 100%; height: auto; max-height: 280px; }
svg text { font: 11px var(--sans); font-variant-numeric: tabular-nums; fill: var(--muted); }
.legend { display: flex; gap: 16px; }
.key { display: inline-flex; align-items: center; gap: 6px; }
.key svg { width: 11px; height: 11px; }
rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
rect.valid { fill: var(--bar-valid); }
rect.past { fill: var(--bar-past); }
rect.invalid { fill: var(--bar-invalid); }
rect.indeterminate { fill: url(#hatch); stroke: var(--bar-indeterminate); stroke-width: .5; }
.hatch-ground { fill: var(--bar-hatch); }
.hatch-line { fill: var(--bar-indeterminate); }
.grid { stroke: var(--line); }
.axis { stroke: var(--strong-line); fill: none; }
svg .scale { text-anchor: end; }
svg .tick, svg .value { text-anchor: middle; }
svg .year { text-anchor: start; }
svg .value, svg .now { fill: var(--text); }
g:hover > rect { opacity: .75; }
details.alternative { margin-top: 4px; }
summary { color: var(--link); cursor: pointer; width: max-content; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(460px, 1fr)); gap: 0 48px; }
@media (max-width: 700px) {
  body { padding: 12px 14px 32px; }
  .pair { grid-template-columns: 1fr; }
  .pair > section { overflow-x: auto; }
}
`;

/** All of the page's style sheet, and the only one that its policy lets count. */
export const style = pageStyle + tableStyle + printStyle;
