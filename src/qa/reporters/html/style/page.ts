/** What stands on the page, whatever it says. */
export const page = `
* { box-sizing: border-box; }
html {
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
body {
  margin: 0;
  background: var(--back);
  color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main, footer {
  max-width: 66rem;
  margin: 0 auto;
  padding: 0 clamp(.8rem, 3vw, 2rem);
  overflow-wrap: break-word;
}
footer {
  padding-block: 2rem;
  color: var(--quiet);
  font-size: .85em;
}
h1 {
  margin: .1rem 0 .3rem;
  font-size: clamp(1.45rem, 4.5vw, 2.1rem);
  font-weight: 650;
  line-height: 1.22;
  letter-spacing: -.01em;
  text-wrap: balance;
}
h1.long {
  font-size: clamp(1.1rem, 3vw, 1.35rem);
  line-height: 1.35;
  text-wrap: pretty;
}
h2 {
  margin: 2rem 0 .6rem;
  font-size: 1.2rem;
  font-weight: 650;
  line-height: 1.3;
}
h3 {
  margin: 0 0 .35rem;
  font-size: 1rem;
  font-weight: 600;
  line-height: 1.4;
}
h3 code { color: var(--quiet); }
h4 {
  margin: 0 0 .15rem;
  font-size: .95rem;
  font-weight: 600;
}
p { margin: .3rem 0; }
ul, ol {
  margin: .3rem 0;
  padding-left: 1.2rem;
}
code, pre {
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .88em;
}
h3 code { font-weight: 400; }
code, pre, dd, h4 { unicode-bidi: isolate; }
code { overflow-wrap: anywhere; }
pre {
  margin: .4rem 0;
  padding: .55rem .75rem;
  background: var(--code);
  border-radius: 6px;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  tab-size: 2;
  line-height: 1.45;
}
.quiet {
  color: var(--quiet);
  font-weight: 400;
}
details { margin: .35rem 0; }
summary {
  padding: .15rem 0;
  border-radius: 4px;
  color: var(--quiet);
  cursor: pointer;
}
a:focus-visible, summary:focus-visible, .picture:focus-visible, .copy:focus-visible {
  outline: 2px solid var(--info);
  outline-offset: 2px;
}
@media (max-width: 40rem) {
  body {
    font-size: 14px;
    line-height: 1.45;
  }
  h2 { margin: 1.2rem 0 .4rem; }
  h1.long { font-size: 1.05rem; }
  footer { padding-block: 1rem; }
}
.sign { unicode-bidi: isolate; }
.sign::before {
  content: attr(data-sign);
  margin: 0 .1em;
  padding: 0 .2em;
  border: 1px solid var(--warning);
  border-radius: 3px;
  color: var(--warning);
  font: .7em/1 ui-monospace, monospace;
  user-select: none;
}
`;
