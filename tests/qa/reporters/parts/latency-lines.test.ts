import { expect, it } from 'vitest';
import { summarise } from '../../../../src/checks/mute/latency/summary.ts';
import { windowOf, sampleAt } from '../../../../src/checks/deployment/examples/evidence.ts';
import { html } from '../../../../src/qa/reporters/html.ts';
import { latencyLines } from '../../../../src/qa/reporters/parts/latency-lines.ts';
import { markdown } from '../../../../src/qa/reporters/markdown.ts';
import { table } from '../../../../src/qa/reporters/table.ts';
import { exampleReport } from '../../../support/example-report.ts';

const evidence = {
  latency: { kind: 'theme', rounds: 3, steps: [summarise('mute theme', [9, 10, 30]), summarise('read', [])] },
  observation: windowOf(
    sampleAt(0, { milliseconds: 8 }),
    sampleAt(100, { status: null, failure: 'ECONNREFUSED' }),
    sampleAt(200, { milliseconds: 16 }),
  ),
};
const lines = [
  'mute theme (3): p50 10 ms, p95 30 ms, max 30 ms |█      ▄| from 9.0 ms',
  'read: not one answer',
  '/api/health  ▅ █  median 16 ms, slowest 16 ms, 3 samples',
];

it('every report for people shows how long what was asked again and again took', async () => {
  const report = exampleReport({ evidence });
  expect(latencyLines(report)).toEqual(lines);
  expect(await table(report, { columns: 80, colour: false, verbose: false, showCurl: false })).toContain(
    `\n${lines.join('\n')}\n`,
  );
  expect(await markdown(report)).toContain(`\`\`\`text\n${lines.join('\n')}\n\`\`\``);
  expect(html(report)).toContain(`<h2>Latency</h2>\n<pre>${lines.join('\n')}</pre>`);
});

it('nothing is said of a run that asked once, nor of evidence that is none', () => {
  for (const none of [
    {},
    { observation: windowOf() },
    { latency: 'fast', observation: { samples: [{ path: 7 }] } },
  ])
    expect(latencyLines(exampleReport({ evidence: none }))).toEqual([]);
});
