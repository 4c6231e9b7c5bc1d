import { expect, it } from 'vitest';
import { combine, historyOf, listIncidents } from '../../../src/api/incidents/incidents.ts';

const incidents = await listIncidents();
const named = (name: string) => {
  const found = incidents.find((incident) => incident.name === name);
  if (found === undefined) throw new Error(`There is no incident ${name}.`);
  return found;
};

it('nothing is nothing, one is itself, and faults alone are an incident', () => {
  expect(combine([])).toBeNull();
  expect(combine([named('silent-write-loss')])).toBe(named('silent-write-loss'));
  expect(combine([], ['lost-mute', 'replica-lag=10'])).toMatchObject({
    name: 'lost-mute + replica-lag=10',
    api: { faults: ['lost-mute', 'replica-lag=10'], release: 'current' },
  });
});

it('two break what each breaks, in the order given', () => {
  const both = combine([named('blocked-migration'), named('stale-deployment')], ['lost-mute']);
  expect(both).toMatchObject({
    name: 'blocked-migration + stale-deployment + lost-mute',
    database: { sessions: named('blocked-migration').database.sessions },
    api: { faults: ['lost-mute'], environment: named('stale-deployment').api.environment },
  });
  expect(both?.causes.confirmed).toEqual([
    'idle-transaction-holds-locks',
    'migration-blocked',
    'stale-deployment',
  ]);
  expect(both?.causes.excluded).not.toContain('migration-blocked');
});

it('what one wants to be two things cannot be', () => {
  expect(() => combine([named('healthy-january'), named('healthy-june')])).toThrow(
    'The incidents healthy-january and healthy-june cannot be combined: each wants another release.',
  );
});

it('the code of an incident may be older, or have revisions that no database has', () => {
  expect(historyOf(named('foreign-key-wrong-target')).map(({ id }) => id)).not.toContain('1a2b3c4d5e6f');
  expect(historyOf(named('migrations-pending')).map(({ id }) => id)).toContain('2b3c4d5e6f70');
});
