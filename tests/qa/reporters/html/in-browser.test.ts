import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleKey, exampleKeys, exampleParent } from '../../../../src/checks/foreign-keys/examples/keys.ts';
import {
  exampleIdle,
  exampleLocks,
  exampleMigration,
  exampleWaiter,
} from '../../../../src/checks/locks/examples/locks.ts';
import { codeWith, databaseAt, productFiles } from '../../../../src/checks/migrations/examples/evidence.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { html } from '../../../../src/qa/reporters/html.ts';
import { chromium, startBrowser, type Browser, type Visit, type Visited } from '../../../support/browser.ts';
import { startDev } from '../../../support/dev-server.ts';
import { exampleReport } from '../../../support/example-report.ts';
import { hostileReport } from '../../../support/hostile-report.ts';
import { freshDatabase } from '../../../support/postgres.ts';

const commands = ['verify-mute', 'inspect-fk', 'diagnose'] as const;

/** What the three commands say of a key that leads to the wrong column. */
async function realReports(directory: string): Promise<Map<string, Report>> {
  const database = await freshDatabase({ schema: 'empty' });
  const dev = await startDev('--incident', 'foreign-key-wrong-target', '--database-url', database.url);
  const reports = new Map<string, Report>();
  try {
    for (const command of commands) {
      const file = join(directory, `${command}.json`);
      await dev.qa(command, '--target', 'local', '--format', `json=${file}`);
      reports.set(command, JSON.parse(await readFile(file, 'utf8')) as Report);
    }
  } finally {
    await dev.stop();
    await database.close();
  }
  return reports;
}

/** Who waits for whom, a chain of revisions, and a schema of which a part is drawn. */
function drawnReports(): readonly (readonly [string, Report])[] {
  const many = Array.from({ length: 90 }, (_, number) =>
    exampleKey({
      schema: 'public',
      table: `t${number}`,
      name: 'k',
      references: exampleParent([{ name: 'id', type: 'bigint', notNull: true }], { table: `t${number + 1}` }),
    }),
  );
  const waiting = [exampleIdle, exampleMigration, exampleWaiter('AccessShareLock', 4713, [4712])];
  const [base] = exampleReport().verdicts.flatMap(({ findings }) => findings);
  const findings = many.map((key) => ({ ...base!, subject: `public.${key.table}.k` }));
  return [
    ['locks', exampleReport({ command: 'inspect-locks', evidence: exampleLocks(waiting) })],
    [
      'revisions',
      exampleReport({
        evidence: { code: codeWith(productFiles), versionTable: databaseAt('1a2b3c4d5e6f') },
      }),
    ],
    [
      'many findings',
      exampleReport({
        command: 'inspect-fk',
        evidence: { keys: exampleKeys(many) },
        verdicts: [{ check: 'lost-mute', status: 'found', reason: null, findings }],
      }),
    ],
    ['nothing found', exampleReport({ exitCode: 0, verdicts: exampleReport().verdicts.slice(0, 1) })],
  ];
}

const drawn = drawnReports();
const names = [...commands, ...drawn.map(([name]) => name), 'hostile'];

describe('the page of a report', () => {
  if (chromium === null) {
    it('is not looked at here: chromium is not installed (apt-get install chromium)', () => {
      process.stderr.write('Chromium is not installed: the HTML report was not looked at.\n');
    });
    return;
  }

  let browser: Browser;
  let directory: string;
  const pages = new Map<string, string>();
  const sources = new Map<string, string>();
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'qa-page-'));
    browser = await startBrowser();
    const reports = new Map([...(await realReports(directory)), ...drawn, ['hostile', hostileReport()]]);
    for (const [name, report] of reports) {
      const file = join(directory, `${name}.html`);
      sources.set(name, html(report));
      pages.set(name, file);
      await writeFile(file, html(report));
    }
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await rm(directory, { recursive: true });
  });
  const look = <Result>(name: string, how: Visit, see: (page: Visited) => Promise<Result>): Promise<Result> =>
    browser.visit(pages.get(name) ?? '', how, see);
  const height = ({ evaluate }: Visited): Promise<unknown> =>
    evaluate('document.documentElement.scrollHeight');
  // Of what the probes saw, one is as another.
  const folds = 'details:not(.exchange ~ .exchange, .evidence ~ .evidence)';
  const unfold = `for (const fold of document.querySelectorAll('${folds}')) fold.open = true;`;

  describe.each(names)('%s', (name) => {
    it.each([
      [390, false],
      [800, true],
      [1280, false],
    ])('passes axe at %i pixels, dark: %o', async (width, dark) => {
      await look(name, { width, dark, ignorePolicy: true }, async ({ evaluate }) => {
        await evaluate(axe.source);
        await evaluate(unfold);
        const found = await evaluate(
          `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
            nodes.slice(0, 3).map(({ html, failureSummary }) => [id, html.slice(0, 200), failureSummary])))`,
        );
        expect(found).toEqual([]);
      });
    });

    it('passes html-validate', async () => {
      const checker = new HtmlValidate({
        extends: ['html-validate:recommended', 'html-validate:a11y'],
        // The page is one file: its styles and its script stand in it.
        rules: {
          'require-sri': 'off',
          'no-inline-style': 'error',
          // Cut at 70 letters; this rule counts those of the entities.
          'long-title': 'off',
        },
      });
      const { results } = await checker.validateString(sources.get(name) ?? '');
      expect(
        results.flatMap(({ messages }) =>
          messages.map(({ ruleId, message, line }) => ({ ruleId, message, line })),
        ),
      ).toEqual([]);
    });

    it.each([390, 800, 1280])('has no line that leaves %i pixels', async (width) => {
      await look(name, { width }, async ({ evaluate }) => {
        expect(await evaluate('document.documentElement.scrollWidth')).toBe(width);
      });
    });
  });

  it('would be told by axe', async () => {
    const bad = join(directory, 'bad.html');
    await writeFile(
      bad,
      '<!DOCTYPE html><html><body><p style="color: #aaa">pale</p><img src="x"></body></html>',
    );
    await browser.visit(bad, {}, async ({ evaluate }) => {
      await evaluate(axe.source);
      const ids = await evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))');
      expect(ids).toEqual(expect.arrayContaining(['color-contrast', 'image-alt', 'html-has-lang']));
    });
  });

  it('a verify-mute of nothing but failures is read within 4000 pixels of a telephone', async () => {
    expect(await look('verify-mute', { width: 390 }, height)).toBeLessThan(4_000);
    expect(await look('inspect-fk', { width: 390 }, height)).toBeLessThan(3_000);
    expect(await look('many findings', { width: 390 }, height)).toBeLessThan(4_000);
  });

  it('names the cause, and has the commands to copy before anything that scrolls', async () => {
    await look('inspect-fk', { width: 390, scripts: false }, async ({ evaluate }) => {
      expect(await evaluate("document.querySelector('h1').textContent")).toBe(
        'The foreign key references another column than it should',
      );
      expect(
        await evaluate("[...document.querySelectorAll('.now .paste')].map((each) => each.textContent)"),
      ).toEqual([
        'qa repair-fk public.user_personalization.user_personalization_user_id_fkey --target local',
        'qa inspect-fk --target local',
      ]);
      expect(await evaluate("document.querySelectorAll('button').length")).toBe(0);
    });
    await look('inspect-fk', {}, async ({ evaluate }) => {
      expect(await evaluate("document.querySelectorAll('.now .copy').length")).toBe(2);
    });
  });

  it('draws the key red and the expected one dashed green, on any width', async () => {
    const colours = `['error', 'expected'].map((tone) => {
      const { stroke, strokeDasharray } = getComputedStyle(
        [...document.querySelectorAll('.keys .' + tone + ' path')].find((path) => path.checkVisibility()));
      return [stroke, strokeDasharray];
    })`;
    const visible = "[...document.querySelectorAll('.picture')].filter((each) => each.checkVisibility())";
    for (const [width, room] of [
      [390, 'narrow'],
      [1280, 'wide'],
    ] as const) {
      await look('inspect-fk', { width }, async ({ evaluate }) => {
        expect(await evaluate(colours)).toEqual([
          ['rgb(180, 35, 42)', 'none'],
          ['rgb(23, 107, 66)', '6px, 5px'],
        ]);
        expect(await evaluate(`${visible}.map((each) => each.className)`)).toEqual([`picture ${room}`]);
      });
    }
  });

  it('scrolls a drawing by the keyboard', async () => {
    await look('many findings', { width: 390 }, async ({ evaluate, press }) => {
      const drawing = "[...document.querySelectorAll('.picture')].find((each) => each.checkVisibility())";
      for (let tab = 0; tab < 20; tab += 1) {
        if (await evaluate(`document.activeElement === ${drawing}`)) break;
        await press('Tab');
      }
      expect(await evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Foreign keys');
      await press('ArrowDown');
      await evaluate('new Promise((resolve) => setTimeout(resolve, 400))');
      expect(await evaluate(`${drawing}.scrollTop`)).toBeGreaterThan(0);
    });
  });

  it('opens the facts on paper, hides the waterfall, and is printed on A4', async () => {
    await look('verify-mute', { width: 800 }, async ({ evaluate, print, pdf }) => {
      const seen = (selector: string): Promise<unknown> =>
        evaluate(
          `[...document.querySelectorAll('${selector}')].some((each) =>
            each.checkVisibility({ contentVisibilityAuto: true }) &&
            each.getBoundingClientRect().height > 0)`,
        );
      expect([await seen('.facts'), await seen('.timeline'), await seen('.copy')]).toEqual([
        false,
        true,
        true,
      ]);
      await print();
      // A fold is opened with the next frame.
      await expect.poll(() => seen('.facts')).toBe(true);
      expect([await seen('.timeline'), await seen('.copy')]).toEqual([false, false]);
      const paper = (await pdf()).toString('latin1');
      expect(paper.slice(0, 5)).toBe('%PDF-');
      const [, width, tall] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(paper) ?? [];
      expect([Math.round(Number(width)), Math.round(Number(tall))]).toEqual([595, 842]);
    });
  });
});
