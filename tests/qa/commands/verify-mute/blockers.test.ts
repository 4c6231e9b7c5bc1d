import { expect, it } from 'vitest';
import type { Examination } from '../../../../src/checks/examine.ts';
import type { Finding } from '../../../../src/checks/finding.ts';
import { toldBeside } from '../../../../src/qa/commands/verify-mute/blockers.ts';

const finding = (code: string, facts: Finding['facts'] = {}): Finding => ({
  code,
  severity: 'error',
  subject: 'GET /',
  message: 'It is late.',
  facts,
  remedy: { advice: 'Look.', sql: ['select 1;'], command: null },
  fingerprint: `${code}:GET /`,
});
const told = (each: Finding): Finding => ({
  ...each,
  message: 'In the database others wait for a lock: pid 7 holds it. It is late.',
  remedy: { ...each.remedy, sql: ['select 1;', 'select pg_terminate_backend(7);'] },
});

it.each<[string, Finding, boolean]>([
  ['a slow answer', finding('slow-response'), true],
  ['an answer that did not come in time', finding('unreachable-api', { layer: 'timeout' }), true],
  ['an API that refuses connections', finding('unreachable-api', { layer: 'tcp' }), false],
  ['a mute that was lost', finding('lost-mute', { layer: 'timeout' }), false],
])('who holds up others is told beside %s, or is not', (_, one, isTold) => {
  const verdict = { check: one.code, status: 'found' as const, reason: null };
  const examination: Examination = {
    evidence: { kept: 1 },
    verdicts: [
      { ...verdict, findings: [one, finding('slow-response')] },
      { check: 'other', status: 'clear', reason: null, findings: [] },
    ],
    credentialsRefused: false,
  };
  const way = { sentence: 'pid 7 holds it', sql: ['select pg_terminate_backend(7);'] };
  expect(toldBeside(examination, way)).toEqual({
    evidence: { kept: 1 },
    verdicts: [
      { ...verdict, findings: [isTold ? told(one) : one, told(finding('slow-response'))] },
      { check: 'other', status: 'clear', reason: null, findings: [] },
    ],
    credentialsRefused: false,
  });
});
