/** On A4: facts are open, and what only a screen can unfold is left out. */
export const print = `
@page {
  size: A4;
  margin: 14mm;
}
@media print {
  :root { --back: #fff; }
  body { font-size: 9.5pt; }
  main, footer {
    max-width: none;
    padding: 0;
  }
  .timeline, .raw, .copy, .chips { display: none; }
  .more > summary, .facts-of > summary { list-style: none; }
  .more::details-content, .facts-of::details-content {
    display: block;
    block-size: auto;
    content-visibility: visible;
  }
  .card, .entry, .rows li, .subjects tr, .verdict { break-inside: avoid; }
  .card:has(.facts-of) { break-inside: auto; }
  h2, h3 { break-after: avoid; }
  .verdict, .card, .picture, pre {
    print-color-adjust: exact;
    -webkit-print-color-adjust: exact;
  }
  .picture {
    max-height: none;
    overflow: visible;
    break-inside: avoid;
  }
  .picture.wide { display: block; }
  .picture.narrow { display: none; }
  .picture svg {
    max-width: 100%;
    height: auto;
  }
}
`;
