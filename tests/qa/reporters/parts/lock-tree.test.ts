import { describe, expect, it } from 'vitest';
import {
  exampleIdle,
  exampleLocks,
  exampleMigration,
  exampleSession,
  exampleWaiter,
} from '../../../../src/checks/locks/examples/locks.ts';
import type { Session } from '../../../../src/checks/locks/look/look.ts';
import { dot } from '../../../../src/qa/reporters/dot.ts';
import { html } from '../../../../src/qa/reporters/html.ts';
import { markdown } from '../../../../src/qa/reporters/markdown.ts';
import { mermaid } from '../../../../src/qa/reporters/mermaid.ts';
import { table } from '../../../../src/qa/reporters/table.ts';
import { exampleReport } from '../../../support/example-report.ts';

const style = { columns: 100, colour: false, verbose: false, showCurl: false };

const reportOf = (sessions: readonly Session[]) =>
  exampleReport({
    command: 'inspect-locks',
    evidence: exampleLocks(sessions),
    verdicts: [
      {
        check: 'blocked-ddl',
        status: 'found',
        reason: null,
        findings: [
          {
            code: 'blocked-ddl',
            severity: 'error',
            subject: 'pid 4712',
            message: 'It waits.',
            facts: {},
            remedy: { advice: 'End it.', sql: [], command: null },
            fingerprint: 'blocked-ddl:pid 4712',
          },
        ],
      },
    ],
  });

const queue = [
  exampleIdle,
  exampleMigration,
  exampleWaiter('AccessShareLock', 4713, [4712], { application: null }),
];
const tree = `Looked at 12 sessions of the database shop and 34 locks: 2 wait.
pid 4711 (api, role web, from 10.0.0.7), idle in transaction for 44 s, transaction 45 s
│ holds ACCESS SHARE on public.user_profiles
│ select count(*) from user_profiles
└─ pid 4712 (alembic, role web, from 10.0.0.7), waits 12 s for ACCESS EXCLUSIVE on public.user_profiles
   │ alter table user_personalization drop constraint user_personalization_user_id_fkey
   └─ pid 4713 (role web, from 10.0.0.7), waits 12 s for ACCESS SHARE on public.user_profiles
        select count(*) from user_profiles`;

describe('who waits for whom, drawn', () => {
  it.each([
    ['table', table(reportOf(queue), style)],
    ['markdown', markdown(reportOf(queue))],
  ])('%s: as indented text', async (_, text) => expect(await text).toContain(tree));

  it('mermaid: an arrow from whoever waits to the one it waits for', () => {
    const drawn = mermaid(reportOf(queue));
    expect(drawn.split('\n')[0]).toBe('flowchart BT');
    expect(drawn).toContain('  s1 -->|"ACCESS EXCLUSIVE on public.user_profiles"| s0\n');
    expect(drawn).toContain('  s2 -->|"ACCESS SHARE on public.user_profiles"| s1\n');
    expect(drawn).toContain('  class s1 error\n');
  });

  it('dot: the same', () => {
    expect(dot(reportOf(queue))).toMatch(
      /^ {2}s1 -> s0 \[label="ACCESS EXCLUSIVE on public\.user_profiles"\];$/m,
    );
  });

  it('html: as a picture whose severities are words too', () => {
    const page = html(reportOf(queue));
    const svg = page.slice(page.indexOf('<svg'), page.indexOf('</svg>'));
    expect(svg.match(/<rect/g)).toHaveLength(3);
    expect(svg.match(/<polygon/g)).toHaveLength(2);
    expect(svg).toContain(
      '<g class="error"><title>error: pid 4712 (alembic, role web, from 10.0.0.7), waits 12 s',
    );
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('nobody waits: each says what was looked at', async () => {
    const quiet = { ...reportOf([exampleSession()]), verdicts: [] };
    const looked = 'Looked at 12 sessions of the database shop and 34 locks: nobody waits.';
    for (const text of [
      await table(quiet, style),
      await markdown(quiet),
      html(quiet),
      mermaid(quiet),
      dot(quiet),
    ]) {
      expect(text).toContain(looked);
    }
    expect(html(quiet)).not.toContain('class="drawing lock-tree"');
  });

  it('of a long queue the first are drawn, and the others counted', async () => {
    const long = [
      exampleIdle,
      exampleMigration,
      ...Array.from({ length: 200 }, (_, nth) => exampleWaiter('AccessShareLock', 5_000 + nth, [4712])),
    ];
    const lines = (await table(reportOf(long), style)).split('\n');
    expect(lines.filter((line) => line.includes('waits 12 s for ACCESS SHARE'))).toHaveLength(12);
    expect(lines).toContain('   └─ and 188 more');
    expect(html(reportOf(long))).toContain('and 188 more');
    expect(mermaid(reportOf(long))).toContain('"and 188 more"');
  });

  it('what others named cannot leave its quotes', () => {
    const evil = reportOf([
      { ...exampleIdle, application: 'a"]; %%\n<script>`|\\N', query: '"]-->x</text><i>' },
      exampleMigration,
    ]);
    expect(mermaid(evil)).not.toMatch(/<script|<i>|"\]-->/);
    for (const line of dot(evil).split('\n').slice(1))
      expect(line.replace(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/["\\<]/);
    expect(html(evil).replace(/<script>[^<]*<\/script>\n<\/body>/, '')).not.toMatch(/<script|<i>/);
  });
});
