/** Keys, locks and revisions in one hand: boxes, and arrows that say in colour and line how they are. */
export const drawings = `
.picture {
  max-height: 42rem;
  overflow: auto;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 8px;
}
.picture svg {
  display: block;
  margin: 0 auto;
}
.picture.narrow { display: none; }
@media (max-width: 48rem) {
  .picture.wide { display: none; }
  .picture.narrow { display: block; }
}
.drawing { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.drawing text { fill: var(--ink); }
.drawing .name { font-weight: 600; }
.drawing .type, .drawing .type-left { fill: var(--quiet); }
.drawing .type { text-anchor: end; }
.drawing rect {
  fill: var(--code);
  stroke: var(--stroke);
}
.drawing path {
  fill: none;
  stroke: var(--tone, var(--stroke));
  stroke-width: 1.5;
}
.drawing polygon { fill: var(--tone, var(--stroke)); }
.drawing .clear, .drawing .depends, .drawing .table { --tone: var(--stroke); }
.drawing .rule { stroke-width: 1; }
.drawing .absent rect { stroke-dasharray: 5 4; }
.drawing .absent text { fill: var(--quiet); }
.drawing .error path { stroke-width: 2.5; }
.drawing .warning path {
  stroke-width: 2;
  stroke-dasharray: 9 3;
}
.drawing .info path { stroke-dasharray: 2 3; }
.drawing .expected path {
  stroke-width: 2.5;
  stroke-dasharray: 6 5;
}
.drawing .depends path { stroke-dasharray: 4 4; }
.drawing .error rect, .drawing .warning rect, .drawing .info rect { stroke: var(--tone); }
.drawing .error rect { stroke-width: 2.5; }
.drawing .warning rect {
  stroke-width: 2;
  stroke-dasharray: 9 3;
}
.drawing .info rect { stroke-dasharray: 2 3; }
.drawing .gap rect {
  fill: none;
  stroke: none;
}
.drawing .label {
  fill: var(--tone);
  stroke: var(--card);
  stroke-width: 4px;
  stroke-linejoin: round;
  paint-order: stroke;
  font-size: 11px;
  text-anchor: middle;
}
.legend {
  color: var(--quiet);
  font-size: .88em;
}
.lines li::before {
  content: "";
  display: inline-block;
  width: 1.6em;
  margin-right: .4em;
  border-top: 2px solid var(--tone, var(--stroke));
  vertical-align: middle;
}
.lines .error::before { border-top-width: 3px; }
.lines .warning::before, .lines .expected::before { border-top-style: dashed; }
.lines .info::before { border-top-style: dotted; }
.told { display: block; }
.told li {
  margin: .2rem 0;
  color: var(--ink);
}
`;
