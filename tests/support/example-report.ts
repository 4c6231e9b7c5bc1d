import type { Report } from '../../src/checks/report.ts';

/** A report that holds each status once, with text that formats must escape. */
export function exampleReport(changes: Partial<Report> = {}): Report {
  return {
    schema: 1,
    tool: { name: 'facteur-qa', version: '0.1.0' },
    command: 'verify-mute',
    target: { name: 'prod', baseUrl: 'https://api.example.com', database: null },
    startedAt: '2026-01-26T09:00:00.000Z',
    durationMs: 412,
    evidence: {},
    verdicts: [
      { check: 'malformed-token', status: 'clear', reason: null, findings: [] },
      {
        check: 'lost-mute',
        status: 'found',
        reason: null,
        findings: [
          {
            code: 'lost-mute',
            severity: 'error',
            subject: 'theme',
            message:
              'The mute of theme "a<b>&c" was answered 200; 100% of the reads,\nall 3, do not list ' +
              'it #1 \\ ]]> |.',
            facts: { value: 'a<b>&c' },
            remedy: { advice: 'Compare the transaction with the row.', sql: ['select 1;'], command: null },
            fingerprint: 'lost-mute:theme',
          },
        ],
      },
      { check: 'missing-unmute', status: 'skipped', reason: 'It was not asked for.', findings: [] },
      { check: 'slow-response', status: 'unknown', reason: 'No request was answered in time.', findings: [] },
    ],
    diagnosis: null,
    cleanup: { status: 'complete', undo: [] },
    exitCode: 1,
    ...changes,
  };
}
