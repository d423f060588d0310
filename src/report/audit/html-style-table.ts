/** Tables: the static ones, and the one of all lines, whose rows are of one height so that only those in sight need to be there. */
export const tableStyle = `
table { border-collapse: collapse; }
th, td { padding: 4px 16px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-weight: 400; vertical-align: bottom; border-bottom-color: var(--strong-line); }
tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
caption { text-align: left; color: var(--muted); padding-bottom: 4px; }
.state { font-weight: 600; white-space: nowrap; }
.state.valid { color: var(--valid); font-weight: 400; }
.state.invalid, td.invalid { color: var(--invalid); }
.state.indeterminate, td.indeterminate { color: var(--indeterminate); }
.state.orphan-data, .state.orphan-token { color: var(--orphan); }
td.zero { color: var(--muted); }
table.counts { min-width: min(460px, 100%); }
table.counts th[scope="row"] { overflow-wrap: anywhere; }
table.counts code { color: var(--muted); margin-right: 6px; }
.pair table.counts { width: 100%; }

.failures { overflow-x: auto; }
table.failed { width: 100%; min-width: 900px; table-layout: fixed; }
table.failed th:first-child { width: 76px; }
.failed .c-status { width: 120px; }
.failed .c-file { width: 27%; }
.failed .c-time { width: 158px; }
.failed .c-authority { width: 15%; }
.failed td { overflow-wrap: anywhere; }
.failed td.time { overflow-wrap: normal; white-space: nowrap; }
.failed .token, .failed .object, .failed .hint, .failed code { color: var(--muted); }

.filters { display: flex; flex-wrap: wrap; align-items: end; gap: 8px 12px; margin: 8px 0; }
.filters[hidden] { display: none; }
.filters label { display: grid; gap: 1px; color: var(--muted); font-size: 12.5px; }
.filters .wide { flex: 0 1 340px; }
.filters input, .filters select, .filters button { height: 32px; padding: 2px 8px; border: 1px solid var(--strong-line); border-radius: 4px; background: var(--ground); color: var(--text); font-size: 14px; }
.filters select { max-width: 240px; }
.filters input { width: 100%; }
.filters button { padding: 2px 14px; cursor: pointer; }
.filters output { margin-left: auto; align-self: end; line-height: 32px; font-size: 14px; }
.scroll { max-height: min(76vh, 860px); overflow: auto; border-top: 1px solid var(--strong-line); border-bottom: 1px solid var(--strong-line); overflow-anchor: none; contain: content; }
.scroll[hidden] { display: none; }
#lines { table-layout: fixed; width: 100%; min-width: 2040px; border-collapse: separate; border-spacing: 0; }
#lines th { position: sticky; top: 0; z-index: 1; padding: 0; background: var(--raised); }
#lines th button { width: 100%; padding: 5px 12px 5px 0; border: 0; background: none; text-align: left; font-weight: 600; white-space: nowrap; cursor: pointer; color: var(--text); }
#lines th:first-child button { padding-left: 22px; }
#lines th button::after { content: "↕"; margin-left: 5px; color: var(--muted); opacity: .5; font-weight: 400; }
#lines th[aria-sort="ascending"] button::after { content: "↑"; opacity: 1; color: var(--text); }
#lines th[aria-sort="descending"] button::after { content: "↓"; opacity: 1; color: var(--text); }
#lines td { padding: 0 12px 0 0; }
#lines td > div { height: 27px; line-height: 27px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#lines tr[data-row] { cursor: default; }
#lines tr[data-row]:hover > td, #lines tr[data-row]:focus-within > td { background: var(--raised); }
#lines .pad { border: 0; }
.pad { display: block; }
#lines .c-status { width: 128px; }
#lines .c-file { width: 330px; }
#lines .c-token { width: 160px; }
#lines .c-time { width: 154px; }
#lines .c-authority { width: 168px; }
#lines .c-issuer { width: 168px; }
#lines .c-serial { width: 152px; }
#lines .c-expiry { width: 172px; }
#lines .c-hash { width: 118px; }
#lines .c-profile { width: 104px; }
#lines .c-accredited { width: 98px; }
#lines td.c-serial, #lines td.c-hash { font-family: var(--mono); font-size: 12.5px; }
#lines td.c-serial > div, #lines td.c-hash > div { line-height: 28px; }
#lines small { margin-left: 4px; }
.path { display: flex; min-width: 0; }
.folder { flex: 0 1 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; color: var(--muted); }
#lines td.c-token .folder { display: none; }
.base { flex: 0 0 auto; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
button.open { width: 22px; height: 22px; margin: 0; padding: 0; border: 0; background: none; color: var(--muted); cursor: pointer; vertical-align: middle; line-height: 1; }
button.open::before { content: "▸"; }
button.open[aria-expanded="true"]::before { content: "▾"; }
#lines .detail td { padding: 8px 12px 14px 22px; background: var(--raised); }
.detail dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr)); gap: 3px 36px; position: sticky; left: 22px; width: calc(100vw - 120px); max-width: 1500px; margin: 0; }
.detail dl > div { display: grid; grid-template-columns: 150px 1fr; gap: 0 12px; align-content: start; }
.detail code { font-size: 12px; }
.detail dt { color: var(--muted); }
.detail dd { grid-column: 2; margin: 0; overflow-wrap: anywhere; }
.check.fail { color: var(--invalid); }
.check.unknown { color: var(--indeterminate); }
.check.pass { font-weight: 400; }
.print-only { display: none; }
`;
