import { expect, it } from 'vitest';
import { findFault } from '../../src/api/faults/index.ts';
import { causes } from '../../src/checks/causes/index.ts';
import { listIncidents } from '../../src/api/incidents/incidents.ts';

const incidents = await listIncidents();
const isHealthy = ({ name }: { readonly name: string }): boolean => name.startsWith('healthy-');

it.each(incidents)('$name says what must be said, or that all is well', (incident) => {
  const { name, title, broken, expect: expected, causes: weighed, api } = incident;
  const exitCodes = Object.values(expected).map(({ exitCode }) => exitCode);
  expect(exitCodes.length).toBeGreaterThan(0);
  expect([title, broken]).toEqual([expect.stringMatching(/[^.]$/), expect.stringMatching(/\.$/)]);
  expect(weighed.excluded.filter((cause) => weighed.confirmed.includes(cause))).toEqual([]);
  for (const fault of api.faults) expect(findFault(fault).fault.summary).toMatch(/\.$/);
  if (!isHealthy(incident)) {
    expect(weighed.confirmed).not.toEqual([]);
    return;
  }
  expect([name, weighed.confirmed, [...new Set(exitCodes)]]).toEqual([name, [], [0]]);
});

it('every cause is confirmed by some incident and excluded by another', () => {
  const codes: readonly string[] = causes.map(({ code }) => code);
  const named = (how: 'confirmed' | 'excluded') =>
    new Set(incidents.flatMap((incident) => incident.causes[how]));
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((cause) => !named('confirmed').has(cause))).toEqual([]);
  expect(codes.filter((cause) => !named('excluded').has(cause))).toEqual([]);
  const known = [...named('confirmed'), ...named('excluded')].filter((cause) => !codes.includes(cause));
  expect(known).toEqual([]);
});
