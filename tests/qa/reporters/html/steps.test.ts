import { describe, expect, it } from 'vitest';
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

  it('is nothing where nothing is wrong', () => {
    expect(stepsOf(exampleReport({ exitCode: 0, verdicts: [] }))).toEqual([]);
  });
});
