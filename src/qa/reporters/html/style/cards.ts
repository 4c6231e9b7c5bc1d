/** The verdict, what to do, and what was found. */
export const cards = `
.verdict {
  margin-top: clamp(.8rem, 3vw, 2rem);
  padding: clamp(.9rem, 3vw, 1.6rem);
  background: var(--card);
  border: 1px solid var(--line);
  border-left: 8px solid var(--tone);
  border-radius: 10px;
}
.verdict h1 { color: var(--tone); }
.made {
  margin: 0;
  color: var(--quiet);
  font-size: .88em;
}
.cause { font-size: 1.05rem; }
.cause code { font-weight: 600; }
.counts, .chips, .legend, .rows, .causes {
  list-style: none;
  padding: 0;
}
.counts, .chips, .legend {
  display: flex;
  flex-wrap: wrap;
  gap: .3rem 1rem;
}
.counts {
  margin: .5rem 0 .8rem;
  color: var(--quiet);
  --tone: var(--ink);
}
.counts b {
  color: var(--tone);
  font-size: 1.15em;
  font-variant-numeric: tabular-nums;
}
.verdict dl {
  display: flex;
  flex-wrap: wrap;
  gap: .4rem 1.5rem;
  margin: 0;
}
.verdict dl div, .facts div > * { min-width: 0; }
dt {
  color: var(--quiet);
  font-size: .82em;
}
dd {
  margin: 0;
  overflow-wrap: anywhere;
}
.card {
  margin: .7rem 0;
  padding: .8rem 1rem;
  background: var(--card);
  border: 1px solid var(--line);
  border-left: 4px solid var(--tone, var(--line));
  border-radius: 8px;
  scroll-margin-top: 1rem;
}
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.now { --tone: var(--info); }
.now ol { margin-bottom: .7rem; }
.now li::marker { color: var(--quiet); }
.badge {
  margin-right: .3em;
  padding: 0 .55em;
  border: 1px solid currentColor;
  border-radius: 99px;
  color: var(--tone);
  font-size: .78em;
  font-weight: 600;
  white-space: nowrap;
}
.about { margin-bottom: 0; }
.about code { font-weight: 600; }
.message { white-space: pre-line; }
.advice { margin-top: .5rem; }
.advice::before {
  content: "→ ";
  color: var(--quiet);
}
.entry {
  margin-top: .6rem;
  padding-top: .5rem;
  border-top: 1px solid var(--line);
}
.subjects {
  width: 100%;
  margin: .4rem 0;
  border-collapse: collapse;
  table-layout: fixed;
  font-size: .95em;
}
.subjects th, .subjects td {
  padding: .12rem .6rem .12rem 0;
  border-top: 1px solid var(--line);
  line-height: 1.4;
  text-align: left;
  vertical-align: top;
  font-weight: 400;
}
.subjects thead th {
  border-top: 0;
  color: var(--quiet);
  font-size: .85em;
}
.subjects.alone thead {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.subjects.long thead th:first-child { width: 25%; }
.subjects.of-names thead th:first-child { width: 44%; }
.subjects.short thead th:last-child { width: 6rem; }
summary.aside { color: var(--ink); }
summary.aside code { color: var(--quiet); }
.causes summary { color: var(--ink); }
.causes code { color: var(--quiet); }
.causes > li {
  padding-top: .3rem;
  border-top: 1px solid var(--line);
}
.chips { gap: .4rem; }
.chips a {
  display: block;
  padding: .1rem .7rem;
  border: 1px solid var(--line);
  border-radius: 99px;
  background: var(--card);
  color: var(--tone);
  font-size: .9em;
  text-decoration: none;
}
.chips a:hover { text-decoration: underline; }
.rows li {
  display: grid;
  grid-template-columns: 1.3em minmax(0, 3fr) minmax(0, 2fr);
  gap: 0 .4rem;
  padding: .25rem 0;
  border-top: 1px solid var(--line);
}
.rows li:first-child { border-top: 0; }
.rows .mark {
  color: var(--tone);
  font-weight: 700;
}
.rows .seen {
  color: var(--quiet);
  font-size: .9em;
}
.rows .what:first-child { grid-column: 1 / 3; }
.copied { position: relative; }
.paste {
  border-left: 3px solid var(--tone, var(--line));
  user-select: all;
}
.paste::before {
  content: attr(data-kind);
  display: block;
  color: var(--quiet);
  font: .75rem/1.6 system-ui, sans-serif;
  user-select: none;
}
.copy {
  position: absolute;
  top: .35rem;
  right: .4rem;
  padding: .1rem .6rem;
  border: 1px solid var(--line);
  border-radius: 5px;
  background: var(--card);
  color: var(--ink);
  font: .78rem/1.6 system-ui, sans-serif;
  cursor: pointer;
}
.facts { margin: .4rem 0 0; }
.facts div {
  display: grid;
  grid-template-columns: minmax(6rem, 12rem) minmax(0, 1fr);
  gap: .8rem;
  padding: .15rem 0;
}
.facts dt { overflow-wrap: anywhere; }
.facts dd {
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: .85em;
  white-space: pre-wrap;
}
@media (max-width: 40rem) {
  .verdict dl { gap: .2rem 1.2rem; }
  .card {
    margin: .5rem 0;
    padding: .5rem .7rem;
  }
  .card details { margin-block: .2rem; }
  .subjects.short thead th:last-child { width: 4rem; }
  pre { padding: .5rem .6rem; }
  .facts div {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
    padding: .3rem 0;
  }
  .subjects.long, .subjects.long tbody, .subjects.long tr, .subjects.long tbody th, .subjects.long td {
    display: block;
  }
  .subjects.long thead { display: none; }
  .subjects.long td {
    display: -webkit-box;
    padding: 0;
    border-top: 0;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .subjects.alone tbody {
    display: flex;
    flex-wrap: wrap;
    gap: .1rem 1rem;
  }
  .subjects.alone tbody th { border-top: 0; }
  .rows li { grid-template-columns: 1.3em minmax(0, 1fr); }
  .rows .seen { grid-column: 2; }
  .rows .what:first-child, .rows .what:first-child + .seen { grid-column: 1 / -1; }
}
`;
