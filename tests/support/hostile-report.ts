import { exampleAnswer, exampleFailure, exampleTraffic } from '../../src/checks/http/examples/exchanges.ts';
import { exampleKey, exampleKeys } from '../../src/checks/foreign-keys/examples/keys.ts';
import { summarise } from '../../src/checks/mute/latency/summary.ts';
import type { Report } from '../../src/checks/report.ts';
import { exampleReport } from './example-report.ts';

/** What a server, a table's name or a token's claim may hold. Each breaks out of another place. */
const attacks = [
  '<script>window.ran = 1; alert(1)</script>',
  '"><img src="http://127.0.0.1:9/stolen" onerror="window.ran = 1">',
  "'><svg onload='window.ran = 1'>",
  '</style></pre></title><iframe src="http://127.0.0.1:9/frame"></iframe>',
  '<link rel="stylesheet" href="http://127.0.0.1:9/sheet"><meta http-equiv="refresh" ' +
    'content="0;url=http://127.0.0.1:9/away">',
  ']]> --> &lt;b&gt; ${markup} \\u003cscript\\u003e',
  'bell \u0007, NUL \u0000, return \r, half a pair \ud800, the other half \udc00',
  'to the left \u202Eevil\u202C, mark \u200f, isolate \u2067x\u2069, joined \u200d, next line \u0085',
];
export const attack = attacks.join(' ');
/** Without the one that leaves the page before anybody can look. */
export const staying = attack.replace(/<meta[^>]*>/, '');
/** One word of any length must not push the page apart. */
export const endless = 'x'.repeat(3_000);

export function hostileReport(): Report {
  const finding = {
    code: attack,
    severity: 'error' as const,
    subject: `${attack}${endless}`,
    message: attack,
    facts: { [attack]: attack, nested: [attack], endless },
    remedy: { advice: attack, sql: [`select '${attack}' -- ${endless}`], command: `echo ${attack}` },
    fingerprint: attack,
  };
  const answer = exampleAnswer('/', 500, attack, { headers: { [attack]: attack }, shapeIssues: [attack] });
  const request = {
    method: attack,
    url: attack,
    path: `/${attack}${endless}`,
    authorization: 'none' as const,
    body: attack,
  };
  const named = {
    schema: attack,
    table: attack,
    partitioned: false,
    columns: [{ name: attack, type: 'uuid', notNull: true }],
  };
  return exampleReport({
    command: attack,
    target: { name: attack, baseUrl: `https://${attack}`, database: attack },
    evidence: {
      [attack]: attack,
      latency: { steps: [summarise(attack, [1, 2])] },
      keys: exampleKeys([
        exampleKey({ ...named, name: attack, references: { ...named, estimatedRows: null, heirs: [] } }),
      ]),
      ...exampleTraffic(
        { ...answer, step: attack, request, curl: attack },
        { ...exampleFailure('/', { layer: 'reset', code: attack, message: attack }), remoteAddress: attack },
      ),
    },
    verdicts: [
      {
        check: attack,
        status: 'found',
        reason: attack,
        findings: [finding, { ...finding, remedy: { ...finding.remedy, advice: 'another' } }],
      },
      { check: attack, status: 'unknown', reason: attack, findings: [] },
      { check: attack, status: 'skipped', reason: attack, findings: [] },
      { check: attack, status: 'clear', reason: null, findings: [] },
    ],
    diagnosis: {
      status: 'caused',
      cause: attack,
      hypotheses: (['confirmed', 'possible', 'excluded'] as const).map((status) => ({
        cause: attack,
        status,
        because: [attack],
        wouldDecide: [attack],
        title: attack,
        explains: [attack],
        advice: attack,
        doNow: [attack],
      })),
    },
    cleanup: { status: 'incomplete', undo: [attack] },
    exitCode: 5,
  });
}
