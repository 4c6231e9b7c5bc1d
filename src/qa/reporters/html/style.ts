/** One sheet for screen and paper: system fonts, few colours, and no text that leaves its box. */
export const style = `
:root { color-scheme: light dark; --back: #fafaf9; --card: #fff; --ink: #1d2125; --quiet: #5c636b; --line: #dfe2e6; --code: #f1f3f5;
  --error: #b4232a; --warning: #8a5a00; --info: #1259b5; --clear: #1a7046; --unknown: #6247aa;
  --dns: #9aa5b1; --tcp: #d59b3a; --tls: #a57bd0; --wait: #3f83d6; --rest: #58a888; --lost: #d5545a; }
@media screen and (prefers-color-scheme: dark) { :root { --back: #121416; --card: #1a1d20; --ink: #e4e7ea; --quiet: #9aa2ab; --line: #30353b; --code: #24282d;
  --error: #ff8f8f; --warning: #f0b95a; --info: #7db4ff; --clear: #5cc98d; --unknown: #bda6ff; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main, footer { max-width: 68rem; margin: 0 auto; padding: 0 clamp(.8rem, 3vw, 2rem); overflow-wrap:
  anywhere; }
footer { padding-block: 2rem; color: var(--quiet); font-size: .85em; }
h1 { font-size: clamp(1.45rem, 4.5vw, 2.1rem); line-height: 1.2; margin: 0; font-weight: 650;
  letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .8rem; font-weight: 650; }
h3 { font-size: 1rem; margin: 0 0 .3rem; font-weight: 600; }
h4 { font-size: .95rem; margin: 0 0 .15rem; font-weight: 600; }
p { margin: .3rem 0; } ul { margin: .3rem 0; padding-left: 1.2rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .88em; }
pre { margin: .5rem 0; padding: .6rem .8rem; background: var(--code); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; line-height: 1.45; }
.quiet { color: var(--quiet); font-weight: 400; }
.error { --tone: var(--error); } .warning { --tone: var(--warning); } .info { --tone: var(--info); } .clear { --tone: var(--clear); } .unknown { --tone: var(--unknown); } .found { --tone: var(--error); } .skipped { --tone: var(--quiet); }
.verdict { margin-top: clamp(1rem, 4vw, 2.5rem); padding: clamp(1rem, 3vw, 1.7rem); background: var(--card); border: 1px solid var(--line); border-left: 8px solid var(--tone); border-radius: 10px; }
.verdict h1 { color: var(--tone); }
.cause { font-size: 1.1rem; } .cause code { font-weight: 600; }
.counts, .chips, .codes, .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem
  1rem; }
.counts { margin: .7rem 0 1rem; } .counts b { color: var(--tone, var(--quiet)); font-variant-numeric: tabular-nums; }
.verdict dl { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 0; } dt { color: var(--quiet); font-size: .82em; } dd { margin: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone, var(--line)); border-radius: 8px; padding: .9rem 1.1rem; margin: .8rem 0; scroll-margin-top: 1rem; }
.badge { color: var(--tone); border: 1px solid currentColor; border-radius: 99px; padding: 0 .55em; font-size: .78em; font-weight: 600; margin-right: .3em; white-space: nowrap; }
.entry { border-top: 1px solid var(--line); padding-top: .7rem; margin-top: .7rem; }
.advice::before { content: "→ "; color: var(--quiet); } .advice { margin-top: .6rem; }
.chips li { border: 1px solid var(--line); border-radius: 99px; padding: .05rem .7rem; background: var(--card); } .chips { gap: .4rem; }
.chips a { color: var(--tone); text-decoration: none; font-size: .9em; } .chips a:hover, .chips a:focus-visible { text-decoration: underline; }
.codes { gap: .2rem .9rem; }
.paste { border-left: 3px solid var(--line); user-select: all; }
.paste::before { content: attr(data-kind); display: block; color: var(--quiet); font: .75rem/1.6 system-ui, sans-serif; user-select: none; }
.facts { margin: .4rem 0 0; } .facts div { display: grid; grid-template-columns: minmax(6rem, 12rem)
  minmax(0, 1fr); gap: .8rem; padding: .15rem 0; }
.facts dd { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .85em;
  white-space: pre-wrap; }
details { margin: .4rem 0; } summary { cursor: pointer; color: var(--quiet); border-radius: 4px; } summary:focus-visible { outline: 2px solid var(--info); }
.legend { color: var(--quiet); font-size: .85em; } .legend svg { margin-right: .4em; }
.lines li::before { content: ""; display: inline-block; width: 1.6em; border-top: 2px solid var(--tone, var(--quiet)); vertical-align: middle; margin-right: .4em; }
.lines .error::before { border-top-width: 3px; } .lines .warning::before { border-top-style: dashed; }
  .lines .info::before { border-top-style: dotted; }
.picture { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; } .picture svg { display: block; margin: 0 auto; }
.dns { fill: var(--dns); } .tcp { fill: var(--tcp); } .tls { fill: var(--tls); } .wait { fill: var(--wait); } .rest { fill: var(--rest); } .lost { fill: var(--lost); }
.exchange { border-top: 1px solid var(--line); margin: 0; } .exchange:last-of-type { border-bottom: 1px solid var(--line); }
.exchange > summary { display: grid; grid-template-columns: 3.6rem minmax(0, 1.6fr) 4.2rem minmax(0, 1fr);
  gap: .8rem; align-items: center; padding: .35rem .2rem; color: var(--ink); list-style: none; }
.exchange > summary::-webkit-details-marker { display: none; } .exchange > summary:hover { background:
  var(--code); }
.outcome { color: var(--tone, var(--quiet)); font-weight: 600; font-variant-numeric: tabular-nums; } .took { text-align: right; font-variant-numeric: tabular-nums; color: var(--quiet); }
.what code { color: var(--quiet); } .what b { font-weight: 550; margin-right: .3em; }
.bar { width: 100%; display: block; overflow: visible; background: var(--code); border-radius: 3px; } .bar rect { min-width: 1px; stroke: none; }
.inside { padding: .2rem 0 .8rem; } .failure { color: var(--error); }
.sign { unicode-bidi: isolate; } .sign::before { content: attr(data-sign); font: .7em/1 ui-monospace,
  monospace; border: 1px solid var(--warning); color: var(--warning); border-radius: 3px; padding: 0 .2em; margin: 0 .1em; user-select: none; }
code, pre, dd, h4 { unicode-bidi: isolate; }
@media (max-width: 40rem) { .exchange > summary { grid-template-columns: 3.4rem minmax(0, 1fr) auto; gap:
  .1rem .5rem; } .bar { grid-column: 1 / -1; }
  .facts div { grid-template-columns: minmax(0, 1fr); gap: 0; padding: .3rem 0; } .card { padding: .75rem
    .8rem; } pre { padding: .5rem .6rem; } }
@media print { :root { color-scheme: light; --back: #fff; } body { font-size: 10pt; } main { max-width: none; } .card, .exchange, .entry { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .more::details-content { content-visibility: visible; block-size: auto; } .verdict, .card, .bar {
    print-color-adjust: exact; -webkit-print-color-adjust: exact; } .picture svg { max-width: 100%; height:
      auto; } }
`;
