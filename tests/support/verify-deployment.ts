import type { Report } from '../../src/checks/report.ts';
import type { Io } from '../../src/qa/command.ts';
import type { Route } from '../checks/deployment/health-server.ts';
import { runLine } from './command-line.ts';

/** Runs `qa verify-railway` against a server on this machine, and reads its report. */
export async function verifyDeployment(origin: string, more: readonly string[], onSignal?: Io['onSignal']) {
  const ended = await runLine(['verify-railway', '--base-url', origin, '--format', 'json', ...more], {
    environment: { PATH: '' },
    ...(onSignal && { onSignal }),
  });
  const report = JSON.parse(ended.stdout) as Report;
  const errors = report.verdicts
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severity === 'error');
  return {
    ...ended,
    report,
    errors: [...new Set(errors.map(({ code }) => code))].sort(),
    verdict: (code: string) => report.verdicts.find(({ check }) => check === code),
  };
}

export const readiness = '/api/health/ready';
export const ready: Route = [
  200,
  { status: 'ready', version: '1.4.0', environment: 'production', database: 'connected', probe: 'readiness' },
];
export const starting: Route = [
  503,
  { status: 'not_ready', version: '1.4.0', environment: 'production', database: 'error: starting' },
];

/** Answers with each route once, then with the last for good. */
export function inTurn(...turns: readonly (readonly [number, unknown])[]): Route {
  let asked = 0;
  return (_request, answer) => {
    const [status, body] = turns[Math.min(asked, turns.length - 1)] ?? [500, {}];
    asked += 1;
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

export const turn = (route: Route): readonly [number, unknown] =>
  typeof route === 'function' ? [500, {}] : [route[0], route[1]];
