import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleKey, exampleKeys } from '../../../src/checks/foreign-keys/examples/keys.ts';
import {
  exampleAnswer,
  exampleFailure,
  exampleTraffic,
} from '../../../src/checks/http/examples/exchanges.ts';
import type { Exchange } from '../../../src/checks/http/index.ts';
import { inOneLine } from '../../../src/qa/reporters/html/verdict.ts';
import { html } from '../../../src/qa/reporters/html.ts';
import { chromium, startBrowser, type Browser, type Visit, type Visited } from '../../support/browser.ts';
import { exampleReport } from '../../support/example-report.ts';
import { attack, endless, hostileReport, staying } from '../../support/hostile-report.ts';

/** Some of its time belongs to no phase. */
const longer = (exchange: Exchange): Exchange => ({ ...exchange, phases: { ...exchange.phases, total: 20 } });

describe('html', () => {
  it('says the verdict first, then causes, findings, what stayed unknown, requests and evidence', () => {
    const page = html(
      exampleReport({
        evidence: { ...exampleTraffic(exampleAnswer('/api/health', 200, {})) },
        diagnosis: {
          status: 'caused',
          cause: 'silent-write-loss',
          hypotheses: [
            {
              cause: 'silent-write-loss',
              title: 'Writes are lost',
              status: 'confirmed',
              because: ['It was seen.'],
              wouldDecide: [],
              explains: [],
              advice: '',
              doNow: [],
            },
          ],
        },
      }),
    );
    const order = [
      '<h1>Writes are lost</h1>',
      'Root cause: <code>silent-<wbr>write-<wbr>loss',
      'What to do now',
      'Then look again',
      'It was seen.',
      'Compare the transaction with the row.',
      'select 1;',
      'No request was answered in time.',
      '<code>malformed-token</code>',
      'It was not asked for.',
      'data-kind="Shell">curl -<wbr>sS',
      '<code>traffic</code>',
    ];
    const places = order.map((text) => [text, page.indexOf(text)] as const);
    expect(places.filter(([, place]) => place < 0)).toEqual([]);
    expect(places.map(([, place]) => place)).toEqual(
      places.map(([, place]) => place).toSorted((a, b) => a - b),
    );
  });

  it.each([
    [{ exitCode: 0, verdicts: [] }, 'All clear'],
    [{ exitCode: 0 }, 'The mute of theme'],
    [{ exitCode: 3, verdicts: [] }, 'Undecided'],
    [{ exitCode: 4, verdicts: [] }, 'The credentials were refused'],
    [{ exitCode: 5 }, 'Something of ours is left'],
    [{ exitCode: 130, verdicts: [] }, 'Interrupted'],
  ])('has the headline of the exit code: %o', (changes, headline) => {
    expect(html(exampleReport(changes))).toContain(`<h1>${headline}`);
  });

  it('draws the keys and each phase of a request', () => {
    const page = html(
      exampleReport({
        evidence: {
          keys: exampleKeys([exampleKey()]),
          ...exampleTraffic(
            longer(exampleAnswer('/', 200, {})),
            longer(exampleFailure('/', { layer: 'timeout', code: null, message: 'late' })),
          ),
        },
      }),
    );
    expect(page).toContain('1 foreign key between 2 tables, 0 with findings.');
    for (const phase of ['dns', 'tcp', 'tls', 'wait', 'rest', 'lost'])
      expect(page).toContain(`<rect class="${phase}" x="`);
  });

  it('folds away what nobody reads at once, and loses none of it', () => {
    const verdict = exampleReport().verdicts[1]!;
    const many = Array.from({ length: 60 }, (_, number) => ({
      ...verdict.findings[0]!,
      subject: `subject ${number}`,
    }));
    const page = html(
      exampleReport({
        verdicts: [{ ...verdict, findings: many }],
        evidence: {
          ...exampleTraffic(
            ...many.map(({ subject }) => ({ ...exampleAnswer('/', 200, {}), step: subject })),
          ),
        },
      }),
    );
    expect(page).toContain('<summary>52 more</summary>');
    expect(page).toContain('<summary>Each of the 60</summary>');
    for (const { subject } of many) {
      expect(page).toContain(`<th scope="row"><code>${subject}</code></th>`);
      expect(page).toContain(`<h4><code>${subject}</code></h4>`);
      expect(page).toContain(`<b>${subject}</b>`);
    }
  });
});

it('leaves to the JSON report what nobody reads on a page', () => {
  const verdict = exampleReport().verdicts[1]!;
  const many = Array.from({ length: 2_000 }, (_, number) => ({
    ...verdict.findings[0]!,
    subject: `subject ${number}`,
  }));
  const page = html(
    exampleReport({
      verdicts: [{ ...verdict, findings: many }],
      evidence: {
        ...exampleTraffic(...many.map(({ subject }) => ({ ...exampleAnswer('/', 200, {}), step: subject }))),
      },
    }),
  );
  expect(page).toContain('<b>2000</b> errors');
  expect(page).toContain('The other 1500 are in the JSON report');
  expect(page).toContain('Shown are the first and the last 300');
  expect(page.length).toBeLessThan(2_000_000);
});

describe('html in a browser', () => {
  if (chromium === null) {
    it('is not tested here: chromium is not installed (apt-get install chromium)', () => {
      process.stderr.write('Chromium is not installed: the HTML report was not tried in a browser.\n');
    });
    return;
  }

  let browser: Browser;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'qa-html-'));
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await rm(directory, { recursive: true });
  });

  const open = async <Result>(
    source: string,
    how: Visit,
    look: (page: Visited) => Promise<Result>,
  ): Promise<Result> => {
    await writeFile(join(directory, 'report.html'), source);
    return browser.visit(join(directory, 'report.html'), how, look);
  };
  const itself = (): string => pathToFileURL(join(directory, 'report.html')).href;
  const unfold = "for (const fold of document.querySelectorAll('details')) fold.open = true;";

  it('would show it if a text got out of its quotes', async () => {
    await open(
      `<!doctype html><body>${staying}`,
      { ignorePolicy: true },
      async ({ requests, signs, evaluate }) => {
        expect(await evaluate('window.ran')).toBe(1);
        expect(requests().length).toBeGreaterThan(1);
        expect(signs).not.toEqual([]);
      },
    );
  });

  it.each<[string, Visit]>([
    ['its own policy set aside', { ignorePolicy: true }],
    ['scripts allowed', {}],
    ['scripts off', { scripts: false }],
  ])('runs nothing and loads nothing of a hostile report, %s', async (_, how) => {
    await open(html(hostileReport()), how, async ({ requests, signs, evaluate }) => {
      await evaluate(unfold);
      expect(await evaluate("'ran' in window")).toBe(false);
      expect(
        await evaluate(
          "document.querySelectorAll('main script, iframe, img, link, object, embed, base, [onload], " +
            "[onerror]').length",
        ),
      ).toBe(0);
      expect(await evaluate("document.querySelectorAll('script').length")).toBe(1);
      expect(await evaluate("document.querySelectorAll('meta[http-equiv]').length")).toBe(1);
      expect(requests()).toEqual([itself()]);
      expect(signs).toEqual([]);
    });
  });

  it('allows no script and no request, whatever is in it', async () => {
    const smuggled = html(exampleReport()).replace('</main>', `${staying}</main>`);
    await open(smuggled, {}, async ({ requests, signs, evaluate }) => {
      expect(await evaluate("'ran' in window")).toBe(false);
      expect(signs).toEqual([]);
      expect(requests()).toEqual([itself()]);
    });
  });

  it('gives back every statement as it was, sign by sign', async () => {
    // HTML has no place for NUL, nor UTF-8 for half a pair.
    const kept = (text: string): string => text.replace(/\u0000|\p{Surrogate}/gu, '\ufffd');
    await open(html(hostileReport()), {}, async ({ evaluate }) => {
      expect(await evaluate("[...document.querySelectorAll('.entry .paste')][0].textContent")).toBe(
        kept(`select '${attack}' -- ${endless}`),
      );
      expect(await evaluate("document.querySelector('.entry .message').textContent")).toBe(kept(attack));
      expect(
        await evaluate(
          "[...document.querySelector('.entry .message').querySelectorAll('.sign')].map((sign) => " +
            "sign.dataset.sign).slice(0, 10).join(' ')",
        ),
      ).toBe('U+0007 U+0000 U+000D U+D800 U+DC00 U+202E U+202C U+200F U+2067 U+2069');
      expect(await evaluate("getComputedStyle(document.querySelector('.sign')).unicodeBidi")).toBe('isolate');
    });
  });

  it.each([400, 1200])('fits into %i pixels, unfolded too', async (width) => {
    await open(html(hostileReport()), { width }, async ({ evaluate }) => {
      await evaluate(unfold);
      expect(await evaluate('document.documentElement.scrollWidth')).toBe(width);
    });
  });

  it('is bright or dark as the reader is', async () => {
    const lightness = (dark: boolean): Promise<unknown> =>
      open(html(exampleReport()), { dark }, ({ evaluate }) =>
        evaluate('Number(getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0])'),
      );
    expect(await lightness(false)).toBeGreaterThan(200);
    expect(await lightness(true)).toBeLessThan(60);
  });
});

it('a long headline ends behind a word, and what was left out is called so', () => {
  const page = html(
    exampleReport({
      verdicts: [],
      exitCode: 3,
      scope: {
        server: null,
        role: null,
        schemas: [],
        tables: null,
        keys: null,
        rows: null,
        requests: null,
        leftOut: [{ what: 'the migrations of the code', reason: 'no --versions-dir' }],
      },
    }),
  );
  expect(String(page)).not.toMatch(/<dt>Looked at<\/dt><dd>Left out/);
  expect(inOneLine(`${'word '.repeat(60)}`)).toMatch(/ word…$/);
  expect(inOneLine('x'.repeat(300))).toHaveLength(200);
});
