import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/checks/catalogue.ts';
import { causes } from '../../src/checks/causes/index.ts';
import { reasons } from '../../src/checks/deployment/start-log/signs.ts';

const entries = (directory: string) => readdirSync(directory, { withFileTypes: true });
const foldersIn = (directory: string): string[] =>
  entries(directory).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const filesIn = (directory: string): string[] =>
  entries(directory).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
const below = (directory: string): string[] =>
  foldersIn(directory).flatMap((name) => [join(directory, name), ...below(join(directory, name))]);
const textsIn = (directory: string): string[] =>
  [directory, ...below(directory)].flatMap((each) =>
    filesIn(each).map((name) => readFileSync(join(each, name), 'utf8')),
  );

const subjects = foldersIn('src/checks').filter((name) => name !== 'support' && name !== 'causes');

describe.each(subjects)('the subject %s', (subject) => {
  const directory = join('src/checks', subject);

  it('holds its door and its checks, one file a code, and nothing else', () => {
    const codes = catalogue
      .filter((entry) => entry.subject === subject)
      .map(({ check }) => `${check.code}.ts`);
    expect(filesIn(directory).toSorted()).toEqual(['index.ts', ...codes].toSorted());
  });

  it('has folders that say what they hold', () => {
    const silent = ['utils', 'helpers', 'misc', 'common', 'lib', 'shared', 'core'];
    expect(foldersIn(directory).filter((name) => silent.includes(name))).toEqual([]);
  });
});

it('a cause is one file beside its neighbours', () => {
  const files = ['index.ts', ...causes.map(({ code }) => `${code}.ts`)];
  expect(filesIn('src/checks/causes').toSorted()).toEqual(files.toSorted());
});

it('the top of the checks holds nouns and verbs, and no tool', () => {
  expect(filesIn('src/checks')).toEqual([
    'catalogue.ts',
    'cause.ts',
    'check.ts',
    'diagnose.ts',
    'evidence.ts',
    'examine.ts',
    'finding.ts',
    'index.ts',
    'observations.ts',
    'probe.ts',
    'report.ts',
    'severity.ts',
    'withheld.ts',
  ]);
});

it('the hall of the command line holds at most ten files', () => {
  expect(filesIn('src/qa').length).toBeLessThanOrEqual(10);
});

it('a command is a folder with a door', () => {
  expect(filesIn('src/qa/commands')).toEqual(['index.ts']);
  for (const name of foldersIn('src/qa/commands')) {
    expect(existsSync(join('src/qa/commands', name, 'index.ts'))).toBe(true);
  }
});

it('tests mirror the source, folder by folder', () => {
  const apart = /^tests\/(support|house|incidents)(\/|$)/;
  const strange = below('tests').filter(
    (each) => !apart.test(each) && !existsSync(each.replace(/^tests/, 'src')),
  );
  expect(strange).toEqual([]);
});

it('every check is provoked by a test beside its example', () => {
  const texts = [...textsIn('tests/checks'), ...textsIn('tests/qa'), ...textsIn('fixtures')].join('\n');
  const silent = catalogue.map(({ check }) => check.code).filter((code) => !texts.includes(code));
  expect(silent).toEqual([]);
});

it('causes ask only for checks that there are', () => {
  const known = new Set(catalogue.map(({ check }) => check.code));
  const asked = new Set<string>();
  const note = (codes: readonly string[]): void => codes.forEach((code) => void asked.add(code));
  for (const { weigh } of causes) {
    weigh({
      evidence: {},
      findings: [],
      found: (...codes) => {
        note(codes);
        return [];
      },
      clear: (...codes) => {
        note(codes);
        return false;
      },
      asked: (...codes) => {
        note(codes);
        return true;
      },
      unknown: (...codes) => {
        note(codes);
        return [];
      },
    });
  }
  expect([...asked].filter((code) => !known.has(code)).toSorted()).toEqual([]);
});

it('causes name no check or cause that there is not, as a symptom or as what follows', () => {
  const known = new Set<string>([
    ...catalogue.map(({ check }) => check.code),
    ...causes.map(({ code }) => code),
    // Why a start failed, as its log says.
    ...reasons,
  ]);
  const named = textsIn('src/checks/causes').flatMap((text) =>
    [...text.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, code = '']) => code),
  );
  expect(named.length).toBeGreaterThan(100);
  expect([...new Set(named)].filter((code) => !known.has(code))).toEqual([]);
});
