import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/checks/diagnose.ts';
import { clear, found, unknown } from './causes/verdicts.ts';

describe('diagnose', () => {
  it('says healthy where something was judged and nothing is wrong', () => {
    expect(diagnose([clear('dead-liveness'), clear('wrong-target')], {})).toMatchObject({
      status: 'healthy',
      cause: null,
    });
  });

  it('says healthy beside a warning, since a warning is no failure', () => {
    const warning = found('slow-response', { severity: 'warning' });
    expect(diagnose([clear('dead-liveness'), warning], {}).status).toBe('healthy');
  });

  it.each([
    ['nothing was judged', []],
    ['something could not be looked at', [clear('dead-liveness'), unknown('wrong-target')]],
    ['an error has no cause that is known', [clear('dead-liveness'), found('wrong-certificate')]],
  ])('is inconclusive where %s', (_, verdicts) => {
    expect(diagnose(verdicts, {})).toMatchObject({ status: 'inconclusive', cause: null });
  });

  it('names the cause first, then what points at others, then what was excluded', () => {
    const { status, cause, hypotheses } = diagnose(
      [found('lost-mute'), found('foreign-key-violation'), clear('unconfirmed-email')],
      {},
    );
    expect({ status, cause, first: hypotheses[0]?.cause }).toEqual({
      status: 'caused',
      cause: 'silent-write-loss',
      first: 'silent-write-loss',
    });
    const order = hypotheses.map((each) => each.status);
    expect(order.indexOf('possible')).toBeGreaterThan(order.lastIndexOf('confirmed'));
    expect(order.indexOf('excluded')).toBeGreaterThan(order.lastIndexOf('possible'));
  });

  it('names what brings the others about first, however little it explains itself', () => {
    const { hypotheses } = diagnose(
      [
        found('blocked-ddl', { facts: { rootPids: [42] } }),
        found('idle-in-transaction', { subject: 'pid 42', severity: 'warning' }),
        found('pending-migrations'),
        found('wrong-target'),
        found('foreign-key-violation'),
      ],
      {},
    );
    const confirmed = hypotheses.filter(({ status }) => status === 'confirmed').map(({ cause }) => cause);
    expect(confirmed).toEqual([
      'idle-transaction-holds-locks',
      'migration-blocked',
      'migrations-pending',
      'foreign-key-wrong-target',
    ]);
  });

  it('gives each finding to one cause', () => {
    const { hypotheses } = diagnose(
      [found('wrong-target'), found('lost-mute'), found('foreign-key-violation')],
      {},
    );
    const explained = hypotheses.flatMap(({ explains }) => explains);
    expect(explained.toSorted()).toEqual([
      'foreign-key-violation:subject',
      'lost-mute:subject',
      'wrong-target:subject',
    ]);
  });
});
