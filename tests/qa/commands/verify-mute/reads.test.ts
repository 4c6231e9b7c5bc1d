import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { runLine } from '../../../support/command-line.ts';
import { startReferenceApi, type ReferenceApi } from '../../../support/reference-api.ts';

let directory: string;
let api: ReferenceApi | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verify-mute-reads-'));
});
afterEach(async () => {
  await api?.close();
  api = undefined;
  await rm(directory, { recursive: true });
});

const lists = ['muted_sources', 'muted_themes', 'muted_topics', 'muted_content_types'];

/** A user with a history; more themes than a page holds. */
async function settle({ database }: ReferenceApi, user: string, themes: readonly string[]): Promise<void> {
  await database.query(
    `with profile as (insert into user_profiles (user_id, display_name, age_range) values ($1, 'x',
     'unknown')) insert into user_personalization (user_id, muted_themes, muted_topics, muted_content_types)
     values ($1, $2, '{football}', '{podcast}')`,
    [user, themes],
  );
}

async function stateOf({ database }: ReferenceApi, user: string): Promise<Record<string, unknown>> {
  const [row = {}] = await database.query(
    `select ${lists.map((list) => `${list}::text[]`).join(', ')}, hide_paid_content, hide_non_fr_sources,
       language_filter_user_set from user_personalization where user_id = $1`,
    [user],
  );
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]),
  );
}

async function verified(
  fault: string,
  { themes = ['sport', 'politique'], more = [] }: { themes?: string[]; more?: string[] } = {},
) {
  api = await startReferenceApi({ faults: fault === '' ? [] : [fault] });
  const user = JSON.parse(Buffer.from(api.token.split('.')[1] ?? '', 'base64url').toString()).sub as string;
  await settle(api, user, themes);
  const before = await stateOf(api, user);
  const { code, stdout, stderr } = await runLine(
    ['verify-mute', '--base-url', api.baseUrl, '--format', 'json', '--warn-ms', '5000', ...more],
    { environment: { QA_STATE_DIR: directory, QA_TOKEN: api.token }, cwd: directory },
  );
  const report = JSON.parse(stdout) as Report;
  const findings = report.verdicts.flatMap((verdict) => verdict.findings);
  // What is stored late is stored by now.
  const after = await stateOf(api, user);
  return {
    code,
    report,
    stderr,
    before,
    after,
    findings,
    codes: [
      ...new Set(findings.filter(({ severity }) => severity !== 'info').map((finding) => finding.code)),
    ].toSorted(),
    left: await readdir(directory),
  };
}

describe('reads that are behind are no loss, and leave nothing', () => {
  it.each([
    ['replica-lag=800', ['delayed-read']],
    ['replica-lag=2500', ['delayed-read']],
    ['accepted-later=1500', ['delayed-read']],
    ['cached-list=1500', ['cached-answer']],
    ['shuffled-lists', []],
    ['other-spelling=slug', []],
    ['other-spelling=nfd', []],
  ])('%s gives %o', async (fault, expected) => {
    const { code, codes, findings, report, before, after, left } = await verified(fault);
    const [, lag = ''] = /^replica-lag=(\d+)$/.exec(fault) ?? [];
    for (const { facts } of findings.filter((finding) => finding.code === 'delayed-read')) {
      expect(facts['delayMs']).toBeGreaterThan(Number(lag) * 0.7);
      expect(facts['delayMs']).toBeLessThan(5_000);
    }
    const cached = findings.find((finding) => finding.code === 'cached-answer');
    if (fault.startsWith('cached-list')) expect(cached?.message).toContain('x-cache: Hit from cloudfront');
    expect({ codes, code, cleanup: report.cleanup }).toEqual({
      codes: expected,
      code: 0,
      cleanup: { status: 'complete', undo: [] },
    });
    expect(after).toEqual(before);
    expect(left).toEqual([]);
  });

  it('two workers that remember: nothing but a delay, whichever answers', async () => {
    const { code, codes, report, before, after } = await verified('worker-caches=2000');
    expect(codes.filter((each) => each !== 'delayed-read')).toEqual([]);
    expect({ code, status: report.cleanup.status }).toEqual({ code: 0, status: 'complete' });
    expect(after).toEqual(before);
  });

  it('a list of pages is read to its end', async () => {
    const themes = Array.from({ length: 25 }, (_value, index) => `theme-${index}`);
    const { code, codes, before, after } = await verified('paged-list=20', { themes });
    expect({ code, codes }).toEqual({ code: 0, codes: [] });
    expect(after).toEqual(before);
  });

  it('a cache that outlasts the patience: unmuted all the same, and 5: nothing proves it', async () => {
    const { code, codes, report, before, after, left } = await verified('cached-list=60000', {
      more: ['--consistency', '300ms'],
    });
    expect({ code, codes }).toEqual({ code: 5, codes: ['cached-answer', 'incomplete-cleanup'] });
    expect(report.cleanup.undo.length).toBeGreaterThan(0);
    expect(after).toEqual(before);
    expect(left).toHaveLength(1);
  });
});

describe("what a mute does to the user's own is put back", () => {
  it.each([
    ['resetting-flags', ['hide_paid_content', 'hide_non_fr_sources', 'language_filter_user_set']],
    ['replacing-mute=list', ['theme', 'topic', 'content-type']],
    ['replacing-mute=row', ['theme', 'topic', 'content-type']],
  ])('%s: what cannot be is 5, with the commands', async (fault, subjects) => {
    const { code, codes, findings, report, left } = await verified(fault, {
      more: ['--consistency', '300ms'],
    });
    expect(code).toBe(5);
    // Where each mute makes the row anew, it loses the mutes beside it, too.
    expect(codes.filter((each) => each !== 'lost-mute')).toEqual(['incomplete-cleanup', 'lost-preferences']);
    const lost = findings.filter((finding) => finding.code === 'lost-preferences');
    expect(lost.map(({ subject }) => subject)).toEqual(expect.arrayContaining(subjects));
    expect(report.cleanup.undo.join('\n')).toMatch(
      /psql "\$QA_DATABASE_URL" -c 'update user_personalization/,
    );
    expect(left).toHaveLength(1);
  });

  it('one value in each list is back', async () => {
    const { code, codes, before, after, left } = await verified('replacing-mute=list', {
      themes: ['sport'],
      more: ['--consistency', '300ms'],
    });
    expect({ code, codes }).toEqual({ code: 1, codes: ['lost-preferences'] });
    expect(after).toEqual(before);
    expect(left).toEqual([]);
  });

  it('values that nobody asked for are told, and taken out', async () => {
    const { code, findings, before, after, left } = await verified('foreign-values', {
      themes: ['sport'],
      more: ['--consistency', '300ms'],
    });
    expect(code).toBe(1);
    const leaked = findings.filter((finding) => finding.code === 'leaked-mute');
    expect(leaked.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['muted_sources', 'muted_themes']),
    );
    expect(after).toEqual(before);
    expect(left).toEqual([]);
  });
});
