import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/checks/finding.ts';
import { findingCard, type Around } from '../../../../src/qa/reporters/html/finding-card.ts';
import { exampleReport } from '../../../support/example-report.ts';

const found = (changes: Partial<Finding> = {}): Finding => ({
  code: 'lost-mute',
  severity: 'error',
  subject: 'theme',
  message: 'It was lost.',
  facts: {},
  remedy: { advice: 'Look at it.', sql: [], command: null },
  fingerprint: 'lost-mute:theme',
  ...changes,
});
const card = (findings: readonly Finding[], around: Partial<Around> = {}): string =>
  findingCard(findings, {
    id: 'finding-1',
    report: exampleReport(),
    above: new Set(),
    isAside: false,
    ...around,
  }).source;
const several = (count: number, changes: (index: number) => Partial<Finding> = () => ({})): Finding[] =>
  Array.from({ length: count }, (_, index) => found({ subject: `s${index}`, ...changes(index) }));
const remedy = (advice: string, sql: string[] = [], command: string | null = null): Partial<Finding> => ({
  remedy: { advice, sql, command },
});

describe('the card of what one check found', () => {
  it('is none where it found nothing', () => {
    expect(card([])).toBe('');
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'one finding has its subject, what is said, its advice and the facts',
      card([found()]),
      [
        '<article class="card error" id="finding-1">\n<h3><span class="badge">error</span> ',
        '</span> A mute was acknowledged and not stored <code>lost-mute</code></h3>',
        '<p class="about"><code>theme</code></p><p class="message">It was lost.</p>',
        '<p class="advice">Look at it.</p>',
        '<summary>Facts</summary>',
      ],
      ['<table', '<h4>', 'class="facts"', 'class="copied"', 'could be judged', 'Judged by', 'aside'],
    ],
    [
      'one that can wait is folded',
      card([found({ severity: 'info' })], { isAside: true }),
      ['<article class="card info"', '<details class="more"><summary class="aside"><span class="badge">info'],
      ['<h3>'],
    ],
    [
      'a code that no check has stands for itself',
      card([found({ code: 'of-another-release' })]),
      [
        '</span> of-another-release <code>of-another-release</code></h3>',
        '<summary>Facts</summary>\n\n\n<div',
      ],
      [],
    ],
    [
      'a reason beside findings is told',
      card([found()], {
        report: exampleReport({
          verdicts: [
            { check: 'slow-response', status: 'unknown', reason: 'Of another.', findings: [] },
            { check: 'lost-mute', status: 'found', reason: 'Half was read.', findings: [found()] },
          ],
        }),
      }),
      ['<p class="quiet">Not everything could be judged: Half was read.</p>'],
      ['Of another'],
    ],
    [
      'what is on top of the page is not pasted again',
      card([found(remedy('Do it.', ['select 1;', 'select 2;'], 'qa recover'))], {
        above: new Set(['select 1;']),
      }),
      ['data-kind="SQL">select 2;</pre>', 'data-kind="Shell">qa recover</pre>'],
      ['select 1;'],
    ],
    [
      'of several one sentence is told, with whom it is of; statements stand with each',
      card(several(2, () => remedy('Do it.', ['select 1;']))),
      [
        '<p class="message">It was lost.</p>\n<table class="subjects alone">\n' +
          '<thead><tr><th scope="col">About</th></tr></thead>',
        '<tr><th scope="row"><code>s0</code></th></tr><tr><th scope="row"><code>s1</code></th></tr></tbody>',
        '<p class="advice">Do it.</p>\n\n\n<details class="facts-of">',
        '<summary>Facts and commands of each</summary>',
        '<h4><code>s1</code></h4><p class="message">It was lost.</p>\n\n<div class="copied">',
      ],
      ['<p class="about">', ' more</summary>', 'class="quiet"'],
    ],
    [
      'of several advices each stands with its own',
      card(several(2, (index) => remedy(`Advice ${index}.`))),
      ['</p>\n<p class="advice">Advice 0.</p>\n\n\n</div>', '<p class="advice">Advice 1.</p>'],
      ['</table>\n\n\n<p class="advice">'],
    ],
  ])('%s', (_, source, present, absent) => {
    for (const text of present) expect(source).toContain(text);
    for (const text of absent) expect(source).not.toContain(text);
  });

  it.each<[string, string, (index: number) => string, number]>([
    ['short', 'one letter', (index) => `s${index}`, 1],
    ['short', 'fourteen letters', (index) => `s${index}`, 14],
    ['long', 'fifteen letters', (index) => `s${index}`, 15],
    ['long', 'fifteen letters, of names of 24', (index) => `${index}${'s'.repeat(23)}`, 15],
    ['long of-names', 'fifteen letters, of one name of 25', (index) => 's'.repeat(1 + index * 24), 15],
  ])('a table is %s where what differs has %s', (shape, _, subject, letters) => {
    const differs = (index: number): string => `${index}`.padStart(letters, 'x');
    const source = card(
      several(2, (index) => ({
        subject: subject(index),
        message: `It was lost at ${differs(index)} of the clock.`,
      })),
    );
    expect(source).toContain(`<table class="subjects ${shape}">`);
    expect(source).toContain('<th scope="col">About</th><th scope="col">…</th>');
    expect(source).toContain('It was lost at … of the clock.');
    expect(source).toContain(`<td>${differs(1)}</td>`);
  });

  it('sentences with little in common stand beside their subjects', () => {
    const messages = ['Nothing.', 'Another thing was seen.'];
    const source = card(several(2, (index) => ({ message: messages[index] ?? '' })));
    expect(source).toContain('<th scope="col">What is said</th>');
    for (const message of messages) expect(source).toContain(`<td>${message}</td>`);
    expect(source.slice(0, source.indexOf('<table'))).not.toContain('class="message"');
  });

  it.each([
    [8, null, null],
    [9, '1 more', null],
    [500, '492 more', null],
    [503, '495 more', 'The other 3 are in the JSON report (--format json).'],
  ])('of %i findings eight are shown, %s, %s', (count, folded, left) => {
    const source = card(several(count));
    const rows = source.match(/<th scope="row">/g);
    expect(rows).toHaveLength(Math.min(count, 500));
    expect(source.match(/<h4>/g)).toHaveLength(Math.min(count, 500));
    if (folded === null) expect(source).not.toContain('class="more"');
    else expect(source).toContain(`<details class="more"><summary>${folded}</summary><table`);
    if (left === null) expect(source).not.toContain('The other');
    else expect(source).toContain(`<p class="quiet">${left}</p>`);
  });

  it.each<[unknown, string]>([
    ['a "text"', 'a &quot;text&quot;'],
    [7, '7'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['x'.repeat(56)], `[&quot;${'x'.repeat(56)}&quot;]`],
    [['x'.repeat(57)], `[\n  &quot;${'x'.repeat(57)}&quot;\n]`],
  ])('a fact is told as it is, over several lines where it is long: %j', (value, text) => {
    expect(card([found({ facts: { seen: value } })])).toContain(
      `<dl class="facts"><div><dt>seen</dt><dd>${text}</dd></div></dl>`,
    );
  });
});
