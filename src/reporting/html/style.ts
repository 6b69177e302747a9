/** The one style sheet of a report. Colours follow the reader's; nothing is said by colour alone. */
export const STYLE = `
:root{color-scheme:light dark;--text:#1b1f24;--dim:#545d68;--paper:#fff;--panel:#f3f5f7;--line:#c9d1d9;--link:#0b57b0;
--good:#116329;--change:#7a4a00;--bad:#a40e26;--back:#0a5c78;--hold:#6639ba;--bar:#8a96a3;--after:#2f6fbb}
@media (prefers-color-scheme:dark){:root{--text:#e4e8ec;--dim:#a3adb8;--paper:#14181d;--panel:#1e242b;--line:#3b444e;--link:#79b8ff;
--good:#5fce7c;--change:#e5b04b;--bad:#ff8a8f;--back:#6cc7e6;--hold:#c6a4ff;--bar:#7d8894;--after:#6aa9ef}}
*{box-sizing:border-box}
html{scroll-padding-top:5rem}
body{margin:0 auto;max-width:96rem;padding:1rem 1.5rem 4rem;background:var(--paper);color:var(--text);font:15px/1.45 system-ui,sans-serif}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.25rem;margin:2rem 0 .5rem}h3{font-size:1.05rem;margin:1rem 0 .3rem}
header p{margin:0;color:var(--dim)}a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem;z-index:3}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:.6rem 0}
.cards{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}
.cards li{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.4rem .9rem}
.cards b{font-size:1.35rem;margin-right:.35rem;font-variant-numeric:tabular-nums}.cards .none{opacity:.65}
.note{background:var(--panel);border-left:4px solid var(--link);padding:.5rem .8rem;margin:.6rem 0}
.refusal{border:2px solid var(--bad);border-radius:6px;padding:.2rem 1rem .6rem;margin:.8rem 0}
.refusal h3{color:var(--bad)}.refusal dt{font-weight:600;margin-top:.3rem}.refusal dd{margin:0}
pre{background:var(--panel);padding:.5rem .8rem;margin:.3rem 0;overflow:auto;user-select:all}
code,pre{font:.92em ui-monospace,monospace;overflow-wrap:anywhere}
.filters{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.2rem;background:var(--paper);border-bottom:1px solid var(--line);padding:.6rem 0}
.filters input,.filters select{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--dim);border-radius:4px;padding:.25rem .4rem}
.filters input{width:17rem;max-width:100%}output,.count{color:var(--dim)}.count{margin:.2rem 0}
table{border-collapse:collapse;width:100%;table-layout:fixed;overflow-anchor:auto}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere;font-weight:400}
thead th{font-weight:600;color:var(--dim)}.space td{padding:0;border:0}
.w1{width:8.5rem}.w2{width:11rem}.w3{width:17rem}.w4{width:auto}
td ul{margin:0;padding:0;list-style:none}.dim{color:var(--dim)}.date{white-space:nowrap;font-variant-numeric:tabular-nums}
.k{white-space:nowrap;font-weight:600}.k b{display:inline-block;width:1.1em;font-family:ui-monospace,monospace}
.create,.unsuspend{color:var(--good)}.update{color:var(--change)}.reinstate{color:var(--back)}.suspend{color:var(--hold)}
.terminate,.purge,.grave,.refused{color:var(--bad)}.grave{font-weight:600}
summary{cursor:pointer;font-weight:600;font-size:1.05rem;padding:.5rem 0}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;padding:0;margin:.4rem 0;list-style:none}.legend svg{width:3rem;height:1.1rem;vertical-align:middle;margin-right:.4rem}
svg{display:block;width:100%;height:28px;overflow:visible}.legend svg{display:inline-block}.defs{position:absolute;width:0;height:0}
.axis{height:20px}.axis text{fill:var(--dim);font:12px system-ui,sans-serif}
.m{stroke:var(--line);stroke-width:1}.now{stroke:var(--text);stroke-width:1.5;stroke-dasharray:2 2}
.u{fill:var(--bar)}.b{fill:none;stroke:var(--bar);stroke-width:1.5}.a{fill:var(--after)}.p{fill:url(#past);stroke:var(--line)}
.x{fill:url(#clash);stroke:var(--bad);stroke-width:1.5}.bang{fill:var(--bad);font:bold 14px system-ui,sans-serif}
.g{stroke:var(--change);stroke-width:2;stroke-dasharray:1 5;stroke-linecap:round}
.clash{stroke:var(--bad);stroke-width:2}.old{stroke:var(--line);stroke-width:2}
@media (max-width:60rem){table,thead,tbody,tr,th,td{display:block;width:auto}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.filters{position:static}}
@media (forced-colors:active){.u,.a{fill:CanvasText}.b,.p,.x{fill:none;stroke:CanvasText}}
@media print{.filters,nav,.skip{display:none}body{max-width:none}tr{break-inside:avoid}}
`;
