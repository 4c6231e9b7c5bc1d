import { describe, expect, it } from 'vitest';
import type { Remedy, Verdict } from '../../../../src/checks/finding.ts';
import type { Hypothesis, Report } from '../../../../src/checks/report.ts';
import { stepsOf } from '../../../../src/qa/reporters/html/steps.ts';
import { exampleReport } from '../../../support/example-report.ts';

const hypothesis = (changes: Partial<Hypothesis>): Hypothesis => ({
  cause: 'foreign-key-wrong-target',
  status: 'confirmed',
  title: 'The key leads elsewhere',
  because: ['It was seen.'],
  wouldDecide: [],
  explains: [],
  advice: 'Swap the key.',
  doNow: [],
  ...changes,
});

const withCauses = (...hypotheses: Hypothesis[]): Report =>
  exampleReport({ diagnosis: { status: 'caused', cause: hypotheses[0]?.cause ?? null, hypotheses } });

const possible = (changes: Partial<Hypothesis>): Hypothesis =>
  hypothesis({ status: 'possible', wouldDecide: ['qa inspect-fk'], ...changes });

/** Findings of one check, numbered by their fingerprints, that have these remedies. */
function advised(...remedies: readonly Partial<Remedy>[]): Verdict[] {
  const verdict = exampleReport().verdicts.find(({ status }) => status === 'found');
  const findings = remedies.flatMap((remedy, number) =>
    (verdict?.findings ?? []).map((finding) => ({
      ...finding,
      fingerprint: `${number}`,
      remedy: { advice: '', sql: [], command: null, ...remedy },
    })),
  );
  return verdict === undefined ? [] : [{ ...verdict, findings }];
}

describe('what to do now', () => {
  it('is the cure of the named cause', () => {
    expect(stepsOf(withCauses(hypothesis({ doNow: ['qa repair-fk public.a.b'] })))).toEqual([
      { text: 'Swap the key.', pastes: [{ kind: 'Shell', text: 'qa repair-fk public.a.b' }] },
    ]);
  });

  it('takes the statement of what a cause explains, and says one statement once', () => {
    const explains = ['lost-mute:theme'];
    const steps = stepsOf(withCauses(hypothesis({ explains }), hypothesis({ doNow: ['select 1;'] })));
    expect(steps.map(({ pastes }) => pastes.map(({ text }) => text))).toEqual([['select 1;'], []]);
  });

  it('takes all statements of what is told first, six of them at most, as one text', () => {
    const [verdict] = exampleReport().verdicts.filter(({ status }) => status === 'found');
    const [finding] = verdict?.findings ?? [];
    if (verdict === undefined || finding === undefined) throw new Error('no example');
    const findings = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => ({
      ...finding,
      fingerprint: `lost-mute:${number}`,
      remedy: { ...finding.remedy, sql: [`select ${number};`] },
    }));
    const report = withCauses(hypothesis({ explains: findings.map(({ fingerprint }) => fingerprint) }));
    const [step] = stepsOf({ ...report, verdicts: [{ ...verdict, findings }] });
    const lines = [
      ...[1, 2, 3, 4, 5, 6].map((number) => `select ${number};`),
      '-- and 2 more, with the findings below',
    ];
    expect(step?.pastes).toEqual([{ kind: 'SQL', text: lines.join('\n') }]);
  });

  it('is what would decide between possible causes', () => {
    const open: Partial<Hypothesis> = { status: 'possible', wouldDecide: ['qa inspect-fk'] };
    const steps = stepsOf(withCauses(hypothesis(open), hypothesis({ ...open, title: 'Another' })));
    expect(steps).toEqual([
      {
        text: 'Find out which of these it is: The key leads elsewhere; Another.',
        pastes: [{ kind: 'Shell', text: 'qa inspect-fk' }],
      },
    ]);
  });

  it('is the advice of the worst findings where no cause is known', () => {
    expect(stepsOf(exampleReport())).toEqual([
      { text: 'Compare the transaction with the row.', pastes: [{ kind: 'SQL', text: 'select 1;' }] },
    ]);
  });

  it('begins with what is left of us', () => {
    const [first] = stepsOf(exampleReport({ cleanup: { status: 'incomplete', undo: ['curl a', 'curl b'] } }));
    expect(first?.pastes).toEqual([{ kind: 'Shell', text: 'curl a\ncurl b' }]);
  });

  it('names what kept the checks from looking', () => {
    const verdicts = exampleReport().verdicts.filter(({ status }) => status !== 'found');
    expect(stepsOf(exampleReport({ exitCode: 3, verdicts })).map(({ text }) => text)).toEqual([
      'Take away what kept the checks from looking: No request was answered in time.',
    ]);
  });

  it.each<[string, Partial<Report>, readonly (readonly [string, ...string[]])[]]>([
    [
      'of four causes three',
      withCauses(...['a', 'b', '', 'd'].map((advice) => hypothesis({ advice, doNow: [`qa ${advice}`] }))),
      [
        ['a', 'qa a'],
        ['b', 'qa b'],
        ['The key leads elsewhere', 'qa '],
      ],
    ],
    [
      'a cause without words by its code',
      withCauses(hypothesis({ advice: '', title: '' })),
      [['foreign-key-wrong-target']],
    ],
    [
      'of a cure three commands',
      withCauses(hypothesis({ doNow: ['a', 'b', 'c', 'd'] })),
      [['Swap the key.', 'a', 'b', 'c']],
    ],
    [
      'of findings three of our own commands, and no request that is repeated',
      {
        ...withCauses(hypothesis({ explains: ['0', '1', '2', '3', '4'] })),
        verdicts: advised(...['curl a', 'qa b', 'qa c', 'qa d', 'qa e'].map((command) => ({ command }))),
      },
      [['Swap the key.', 'qa b', 'qa c', 'qa d']],
    ],
    [
      'of findings with both the statements',
      {
        ...withCauses(hypothesis({ explains: ['0'] })),
        verdicts: advised({ sql: ['select 1;', 'select 2;'], command: 'qa b' }),
      },
      [['Swap the key.', 'select 1;\nselect 2;']],
    ],
    [
      'six statements without a word of more',
      {
        ...withCauses(hypothesis({ explains: ['0'] })),
        verdicts: advised({ sql: ['1;', '2;', '3;', '4;', '5;', '6;'] }),
      },
      [['Swap the key.', '1;\n2;\n3;\n4;\n5;\n6;']],
    ],
    [
      'of four possible causes three, and three commands, each once',
      withCauses(
        ...['a', 'b', '', 'd'].map((title) => possible({ title, wouldDecide: ['qa x', `qa ${title}`] })),
      ),
      [['Find out which of these it is: a; b; foreign-key-wrong-target.', 'qa x', 'qa a', 'qa b']],
    ],
    [
      'no possible cause that nothing points at, or that nothing would decide',
      {
        ...withCauses(possible({ because: [] }), possible({ wouldDecide: [] })),
        verdicts: advised({ advice: 'Look.' }),
      },
      [['Look.']],
    ],
    [
      'no cause that is excluded',
      { ...withCauses(possible({ status: 'excluded' })), verdicts: advised({ advice: 'Look.' }) },
      [['Look.']],
    ],
    [
      'each advice once, three of them, each with two to paste',
      {
        verdicts: advised(
          { advice: 'a', sql: ['1;', '2;', '3;'] },
          { advice: 'a', sql: ['4;'] },
          { advice: 'b', sql: ['5;'], command: 'qa b' },
          { advice: 'c' },
          { advice: 'd' },
        ),
      },
      [['a', '1;', '2;'], ['b', '5;', 'qa b'], ['c']],
    ],
    [
      'nothing of what can wait',
      {
        exitCode: 0,
        verdicts: advised({ advice: 'a' }).map((verdict) => ({
          ...verdict,
          findings: verdict.findings.map((finding) => ({ ...finding, severity: 'info' as const })),
        })),
      },
      [],
    ],
    [
      'two reasons, each once, of what stayed unknown',
      {
        exitCode: 3,
        verdicts: ['One.', 'One.', 'Two.', 'Three.'].map((reason) => ({
          check: 'lost-mute',
          status: 'unknown' as const,
          reason,
          findings: [],
        })),
      },
      [
        ['Take away what kept the checks from looking: One.'],
        ['Take away what kept the checks from looking: Two.'],
      ],
    ],
    [
      'no reason where a run was not undecided',
      { exitCode: 130, verdicts: exampleReport().verdicts.filter(({ status }) => status !== 'found') },
      [],
    ],
    [
      'the advice, where a run was undecided with findings',
      { exitCode: 3, verdicts: [...advised({ advice: 'a' }), ...exampleReport().verdicts.slice(2)] },
      [['a']],
    ],
  ])('names %s', (_, changes, steps) => {
    expect(
      stepsOf(exampleReport(changes)).map(({ text, pastes }) => [text, ...pastes.map((each) => each.text)]),
    ).toEqual(steps);
  });

  it('is nothing where nothing is wrong', () => {
    expect(stepsOf(exampleReport({ exitCode: 0, verdicts: [] }))).toEqual([]);
  });
});
