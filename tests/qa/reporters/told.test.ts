import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportShape, type Report } from '../../../src/checks/report.ts';
import { fleetReport, partFor } from '../../../src/qa/output/fleet-report.ts';
import { drawings, formats } from '../../../src/qa/reporters/formats.ts';
import { reporters } from '../../../src/qa/reporters/index.ts';

const directory = new URL('../../support/told/', import.meta.url);

/**
 * Saved reports of incidents, as `--format json` wrote them, with few requests and few checks that say the
 * same.
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
const ended: Report = {
  ...writing,
  evidence: {},
  verdicts: writing.verdicts.filter(({ status }) => status === 'found'),
};
/** Ends that no incident has: a run that was interrupted, one that left something, one that was refused. */
const ends: [string, Report][] = [
  ['interrupted', { ...ended, exitCode: 130 }],
  [
    'left-behind',
    {
      ...ended,
      cleanup: { status: 'incomplete', undo: ['qa recover --target local', "curl -X DELETE 'http://h/a>b'"] },
      exitCode: 5,
    },
  ],
  ['refused', { ...ended, exitCode: 4 }],
];

const plain = { columns: 80, colour: false, verbose: false, showCurl: false };
/** The others hold nothing to draw. */
const drawn = ['depends', 'diverged', 'healthy', 'keys', 'locks', 'migrations', 'schema'];
/** A page is a file of its own, and JSON is what was read. */
const inText = formats.filter((format) => format !== 'json' && format !== 'html');
/** These hold each text of a report once more, between what their schemas ask for: few reports show it. */
const forPrograms: Partial<Record<(typeof formats)[number], readonly string[]>> = {
  sarif: ['keys'],
  ctrf: ['keys'],
  junit: ['keys', 'mute', 'fleet', 'sessions'],
  tap: ['keys', 'mute', 'fleet', 'refused'],
  prometheus: ['keys', 'mute', 'fleet', 'sessions'],
};
/** Whole pages: one with drawings and evidence, one with requests. Of the others what stands on them. */
const wholePages: Readonly<Record<string, (body: string) => string>> = {
  keys: (body) => body,
  mute: withoutEvidence,
};

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
        forPrograms[format]?.includes(name) === false || (drawings.includes(format) && !drawn.includes(name));
      if (!isLeftOut) parts.push(`===== --format ${format}\n${await text(report, format, plain)}`);
    }
    const more = await text(report, 'table', { ...plain, columns: 60, verbose: true, showCurl: true });
    parts.push(`===== --verbose --show-curl, on 60 columns\n${more}`);
    await expect(parts.join('\n')).toMatchFileSnapshot(`../../support/told/${name}.txt`);
  });

  it('is this page', async () => {
    const page = await text(report, 'html', plain);
    const [, body = ''] = /<body>\n([^]*?)<script>/.exec(page) ?? [];
    const whole = wholePages[name];
    const [kept, kind] = whole === undefined ? [seenOf(body), 'page.txt'] : [whole(body), 'html'];
    await expect(kept).toMatchFileSnapshot(`../../support/told/${name}.${kind}`);
  });
});

/** What stands on a page, line by line, and its drawings as they are, without the evidence at its end. */
function seenOf(body: string): string {
  return withoutEvidence(body)
    .split(/(<svg[^>]* class="drawing[^]*?<\/svg>)/)
    .map((part, index) => (index % 2 === 0 ? textOf(part) : part))
    .join('\n')
    .trimStart();
}

function textOf(markup: string): string {
  return (
    markup
      .replaceAll('<wbr>', '')
      // The colour that the page opens with.
      .replace(/<header class="verdict (\w+)">/, '($1)\n')
      .replace(/<\/(?:p|li|dd|tr|h\d|pre|div|summary)>/g, '\n')
      .replace(/<\/(?:dt|th|td|span)>/g, ' ')
      .replace(/<[^>]*>/g, '')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&')
      .replace(/\s*\n\s*/g, '\n')
  );
}

/** What the probes saw is JSON on every page. */
function withoutEvidence(body: string): string {
  return body.replace(/<section class="raw">[^]*?<\/section>\n/, '');
}
