import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportShape, type Report } from '../../../src/checks/report.ts';
import { fleetReport, partFor } from '../../../src/qa/output/fleet-report.ts';
import { drawings, formats } from '../../../src/qa/reporters/formats.ts';
import { reporters } from '../../../src/qa/reporters/index.ts';

const directory = new URL('../../support/told/', import.meta.url);

/**
 * Saved reports of incidents, as `--format json` wrote them; long ones with fewer requests and clear checks.
 */
const saved = readdirSync(directory)
  .filter((name) => name.endsWith('.json'))
  .map((name): [string, Report] => [
    name.replace('.json', ''),
    reportShape.parse(JSON.parse(readFileSync(new URL(name, directory), 'utf8'))),
  ]);

const fleet = fleetReport(
  saved
    .filter(([name]) => ['healthy', 'mute', 'migrations'].includes(name))
    .map(([name, report]) => partFor({ ...report, target: { ...report.target, name } })),
  {
    version: '0.1.0',
    command: 'fleet',
    name: 'targets.yaml',
    startedAt: new Date('2026-11-27T15:00:00Z'),
    durationMs: 61_000,
    failOn: 'error',
    shard: { index: 1, of: 2 },
    others: 7,
  },
);

const writing = saved.find(([name]) => name === 'lost-writes')?.[1];
if (writing === undefined) throw new Error('no report is saved of a run that wrote');
/** Ends that no incident has: a run that was interrupted, one that left something, one that was refused. */
const ends: [string, Report][] = [
  ['interrupted', { ...writing, evidence: {}, exitCode: 130 }],
  [
    'left-behind',
    {
      ...writing,
      evidence: {},
      cleanup: { status: 'incomplete', undo: ['qa recover --target local', "curl -X DELETE 'http://h/a>b'"] },
      exitCode: 5,
    },
  ],
  ['refused', { ...writing, evidence: {}, exitCode: 4 }],
];

const plain = { columns: 80, colour: false, verbose: false, showCurl: false };
/** The others hold nothing to draw. */
const drawn = ['depends', 'diverged', 'healthy', 'keys', 'locks', 'migrations', 'schema'];
/** A page is a file of its own, and JSON is what was read. */
const inText = formats.filter((format) => format !== 'json' && format !== 'html');
/** These hold each text of a report once more, between what their schemas ask for: one report shows it. */
const lengthy: readonly string[] = ['sarif', 'ctrf'];

const text = async (report: Report, format: keyof typeof reporters, style: typeof plain): Promise<string> => {
  const rendered = await (await reporters[format]())(report, style);
  return typeof rendered === 'string' ? rendered : [...rendered].join('');
};

/**
 * What people and programs read of a run: `npx vitest run tests/qa/reporters/told.test.ts -u` writes it anew.
 */
describe.each([...saved, ...ends, ['fleet', fleet] as const])('the report of %s', (name, report) => {
  it('is told so in every format', async () => {
    const parts: string[] = [];
    for (const format of inText) {
      const isLeftOut =
        (lengthy.includes(format) && name !== 'keys') || (drawings.includes(format) && !drawn.includes(name));
      if (!isLeftOut) parts.push(`===== --format ${format}\n${await text(report, format, plain)}`);
    }
    const more = await text(report, 'table', { ...plain, columns: 60, verbose: true, showCurl: true });
    parts.push(`===== --verbose --show-curl, on 60 columns\n${more}`);
    await expect(parts.join('\n')).toMatchFileSnapshot(`../../support/told/${name}.txt`);
  });

  it('is this page', async () => {
    const page = await text(report, 'html', plain);
    const [, body = ''] = /<body>\n([^]*?)<script>/.exec(page) ?? [];
    await expect(body).toMatchFileSnapshot(`../../support/told/${name}.html`);
  });
});
