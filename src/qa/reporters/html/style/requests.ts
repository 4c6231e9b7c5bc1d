/** The waterfall and what unfolds from it. */
export const requests = `
.dns { fill: var(--dns); }
.tcp { fill: var(--tcp); }
.tls { fill: var(--tls); }
.wait { fill: var(--wait); }
.rest { fill: var(--rest); }
.lost { fill: var(--lost); }
.overview {
  display: block;
  width: 100%;
  margin: .5rem 0;
  padding: .4rem 0;
  box-sizing: content-box;
  background: var(--code);
  border-radius: 6px;
}
.legend svg { margin-right: .4em; }
.exchange {
  margin: 0;
  border-top: 1px solid var(--line);
}
.exchange:last-of-type { border-bottom: 1px solid var(--line); }
.exchange > summary {
  display: grid;
  grid-template-columns: 3.6rem minmax(0, 1.6fr) 4.2rem minmax(0, 1fr);
  gap: .8rem;
  align-items: center;
  padding: .35rem .2rem;
  color: var(--ink);
  list-style: none;
}
.exchange > summary::-webkit-details-marker { display: none; }
.exchange > summary:hover { background: var(--code); }
.outcome {
  color: var(--tone, var(--quiet));
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.took {
  color: var(--quiet);
  font-variant-numeric: tabular-nums;
  text-align: right;
}
.what code { color: var(--quiet); }
.exchange .what b {
  margin-right: .3em;
  font-weight: 550;
}
.bar {
  display: block;
  width: 100%;
  overflow: visible;
  background: var(--code);
  border-radius: 3px;
}
.inside { padding: .2rem 0 .8rem; }
.failure { color: var(--error); }
@media (max-width: 40rem) {
  .exchange > summary {
    grid-template-columns: 3.4rem minmax(0, 1fr) auto;
    gap: .1rem .5rem;
  }
  .bar { grid-column: 1 / -1; }
}
`;
