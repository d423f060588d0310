/** On paper, A4 across: everything in dark on white, all text whole, nothing to press. */
export const printStyle = `
@page { size: A4 landscape; margin: 11mm 12mm 12mm; }
@media print {
  :root {
    color-scheme: light;
    --ground: #fff; --raised: #f3f4f5; --line: #cfd4d9; --strong-line: #6b757e;
    --text: #000; --muted: #454d55; --link: #000;
    --valid: #1c563d; --invalid: #a01812; --indeterminate: #6d4800; --orphan: #473a7c;
    --bar-valid: #8fb3a2; --bar-past: #c3cad0; --bar-invalid: #a01812; --bar-indeterminate: #c4841a; --bar-hatch: #fff3d9;
  }
  body, html[lang="ja"] body { max-width: none; padding: 0; font-size: 8.5pt; line-height: 1.4; }
  h1 { font-size: 15pt; }
  h2 { margin: 12pt 0 4pt; font-size: 11pt; break-after: avoid; }
  .overall { font-size: 10pt; }
  .languages, .filters, .screen-only, button.open, summary, #none { display: none !important; }
  .print-only { display: block; }
  .tiles > div { min-width: 0; padding: 3pt 8pt 3pt 0; }
  .tiles dt { font-size: 7.5pt; }
  .tiles dd { font-size: 12pt; }
  .tiles dd small { font-size: 7pt; }
  .facts { columns: 3; column-gap: 14pt; }
  .facts > div { grid-template-columns: 74pt 1fr; gap: 6pt; padding: 2pt 0; }
  figure, figure > svg, .tiles, .facts > div, .warning { break-inside: avoid; }
  figure > svg { max-height: 58mm; }
  .pair { grid-template-columns: 1fr 1fr; gap: 0 20pt; }
  .pair > section { overflow: visible; }
  th, td { padding: 2pt 8pt 2pt 0; }
  thead { display: table-header-group; break-inside: avoid; }
  tr { break-inside: avoid; }
  .failures { overflow: visible; }
  table.failed { min-width: 0; font-size: 7.5pt; }
  table.failed th:first-child { width: 34pt; }
  .failed .c-status { width: 62pt; }
  .failed .c-time { width: 86pt; }
  .failed .c-file { width: 28%; }
  .failed .c-authority { width: 13%; }
  .failed td.time { white-space: normal; }
  .failed td.time br { display: none; }
  .failed td.time { white-space: normal; }
  .lines { break-before: page; }
  .scroll { max-height: none; overflow: visible; border: 0; contain: none; }
  #lines { min-width: 0; font-size: 6.3pt; line-height: 1.3; border-collapse: collapse; }
  #lines th { position: static; background: none; padding: 0 4pt 2pt 0; border-bottom: .8pt solid var(--strong-line); }
  /* A button cannot be repeated on the next page, its text can. */
  #lines th button { display: contents; font-weight: 600; white-space: normal; overflow-wrap: anywhere; }
  #lines th { color: var(--text); }
  #lines th button::after { content: none; }
  #lines td { padding: 1.5pt 4pt 1.5pt 0; line-height: 1.3; white-space: normal; overflow-wrap: anywhere; }
  /* Without their boxes thousands of rows print in a fraction of the time. */
  #lines td > div, #lines td.c-serial > div, #lines td.c-hash > div, .path, .folder, .base, #lines td.c-token .folder { display: contents; line-height: 1.3; white-space: normal; color: inherit; }
  #lines td.c-serial, #lines td.c-hash { font-size: 5.4pt; }
  #lines tr[data-row]:hover > td, #lines tr[data-row]:focus-within > td { background: none; }
  #lines .c-status { width: 6.2%; }
  #lines .c-file { width: auto; }
  #lines .c-token { width: 12%; }
  #lines .c-time { width: 6.5%; }
  #lines .c-authority { width: 8%; }
  #lines .c-issuer { width: 11%; }
  #lines .c-serial { width: 7.5%; }
  #lines .c-expiry { width: 5.5%; }
  #lines .c-hash { width: 14%; }
  #lines .c-profile { width: 6%; }
  #lines .c-accredited { width: 4.5%; }
  #lines .c-reason { width: 9%; }
  #lines .detail td { padding: 2pt 0 4pt 10pt; background: none; }
  #lines .state { white-space: normal; }
  .detail code { font-size: 5.6pt; }
  .detail dl { position: static; width: auto; grid-template-columns: 1fr 1fr 1fr; }
  .detail dl > div { grid-template-columns: 66pt 1fr; }
  .pad { display: none; }
}
`;
