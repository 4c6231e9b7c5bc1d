import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/checks/catalogue.ts';
import { deploymentScenarios } from './deployment/told.ts';
import { foreignKeyScenarios } from './foreign-keys/told.ts';
import { httpScenarios } from './http/told.ts';
import { lockScenarios } from './locks/told.ts';
import { migrationScenarios } from './migrations/told.ts';
import { muteScenarios } from './mute/told.ts';
import { repairScenarios } from './repair/told.ts';
import { sessionScenarios } from './sessions/told.ts';
import { told, type Scenarios } from './support/told.ts';

const scenarios: Readonly<Record<string, Scenarios>> = {
  deployment: deploymentScenarios,
  'foreign-keys': foreignKeyScenarios,
  http: httpScenarios,
  locks: lockScenarios,
  migrations: migrationScenarios,
  mute: muteScenarios,
  repair: repairScenarios,
  sessions: sessionScenarios,
};
const fileOf = (subject: string, code: string): URL => new URL(`./${subject}/${code}.txt`, import.meta.url);
const read = catalogue.filter(({ subject, check }) => existsSync(fileOf(subject, check.code)));

describe.each([...new Set(read.map(({ subject }) => subject))])('%s', (of) => {
  it.each(read.filter(({ subject }) => subject === of).map(({ check }) => [check.code, check] as const))(
    '%s says what was read and found right',
    async (code, check) => {
      const file = fileOf(of, code);
      const text = told(check, readFileSync(file, 'utf8'), scenarios[of]?.[code]);
      await expect(text).toMatchFileSnapshot(file.pathname);
    },
  );

  it('no text and no scenario is of a check that is gone', () => {
    const codes = new Set(catalogue.flatMap(({ subject, check }) => (subject === of ? [check.code] : [])));
    const texts = readdirSync(new URL(`./${of}/`, import.meta.url)).filter((name) => name.endsWith('.txt'));
    expect(texts.filter((name) => !codes.has(name.replace(/\.txt$/, '')))).toEqual([]);
    expect(
      Object.keys(scenarios[of] ?? {}).filter((code) => !read.some(({ check }) => check.code === code)),
    ).toEqual([]);
  });
});
