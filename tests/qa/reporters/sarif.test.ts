import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { catalogue } from '../../../src/checks/catalogue.ts';
import { toFindings } from '../../../src/checks/check.ts';
import type { Finding, Verdict } from '../../../src/checks/finding.ts';
import type { Report } from '../../../src/checks/report.ts';
import { sarif } from '../../../src/qa/reporters/sarif.ts';
import { runLine } from '../../support/command-line.ts';
import { exampleReport } from '../../support/example-report.ts';

// One of its patterns is no regular expression by the stricter rules for Unicode.
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
// The published schema is of draft 4, which spells its own name otherwise; of what else changed it has
// nothing.
const { id: _name, $schema: _draft, ...form } = schema;
const validate = ajv.compile(form);

const logOf = (report: Report) => {
  const log = JSON.parse(sarif(report));
  return { log, run: log.runs[0] };
};

/** What every check of the catalogue finds in its own broken example. */
const everything = catalogue.map(({ check }): Verdict => {
  const judged = check.judge(check.examples.broken);
  const findings = Array.isArray(judged) ? toFindings(check, judged) : [];
  return {
    check: check.code,
    status: findings.length > 0 ? 'found' : 'unknown',
    reason: 'an example',
    findings,
  };
});

it.each<[string, Partial<Report>]>([
  ['each status once', {}],
  ['nothing at all', { verdicts: [], exitCode: 0 }],
  ['every check of the catalogue', { verdicts: everything }],
  ['a finding that is in no catalogue', { verdicts: [{ ...exampleReport().verdicts[1]!, check: 'of-old' }] }],
])('is valid against the public schema: %s', (_, changes) => {
  const { log, run } = logOf(exampleReport(changes));
  expect([validate(log), validate.errors]).toEqual([true, null]);
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  delete log.version;
  expect(validate(log)).toBe(false);
});

it('has a rule a check, and a result a finding with its level', () => {
  const found = exampleReport().verdicts[1]!;
  const as = (severity: Finding['severity']): Finding => ({
    ...found.findings[0]!,
    severity,
    fingerprint: severity,
  });
  const { run } = logOf(
    exampleReport({ verdicts: [{ ...found, findings: [as('error'), as('warning'), as('info')] }] }),
  );
  expect(run.tool.driver.rules[0]).toMatchObject({
    id: 'lost-mute',
    shortDescription: { text: 'A mute was acknowledged and not stored' },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['mute'] },
  });
  expect(run.results.map(({ level }: { level: string }) => level)).toEqual(['error', 'warning', 'note']);
  expect(run.results[0].message.text).toContain('Compare the transaction with the row.\nselect 1;');
});

it('tells what stayed unknown, and that such a run did not do all that it should', () => {
  const { run } = logOf(exampleReport({ exitCode: 3 }));
  expect(run.invocations[0]).toMatchObject({
    executionSuccessful: false,
    exitCode: 3,
    endTimeUtc: '2026-01-26T09:00:00.412Z',
    toolExecutionNotifications: [
      { level: 'warning', message: { text: 'slow-response is unknown: No request was answered in time.' } },
    ],
  });
});

it('gives a finding the same fingerprint in every run, and another on another target', () => {
  const prints = (changes: Partial<Report>) =>
    logOf(exampleReport(changes)).run.results.map(
      (each: { partialFingerprints: { primaryLocationLineHash: string } }) =>
        each.partialFingerprints.primaryLocationLineHash,
    );
  expect(prints({ durationMs: 7, startedAt: '2027-01-01T00:00:00.000Z' })).toEqual(prints({}));
  expect(prints({ target: { name: 'local', baseUrl: null, database: null } })).not.toEqual(prints({}));
  const all = prints({ verdicts: everything });
  const distinct = everything.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint));
  expect(new Set(all).size).toBe(new Set(distinct).size);
});

it('comes out of the command line', async () => {
  const line = ['verify-railway', '--base-url', 'http://127.0.0.1:1', '--format', 'sarif'];
  const { code, stdout } = await runLine(line);
  expect(code).toBe(1);
  expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
  expect(stdout).toContain('"ruleId": "unreachable-api"');
});
