import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failedStart } from '../../../../src/checks/deployment/failed-start.ts';
import { begun, failed, logOf } from '../../../../src/checks/deployment/examples/start-log.ts';
import { eventsIn } from '../../../../src/checks/deployment/start-log/events.ts';
import { logLines } from '../../../../src/checks/deployment/start-log/lines.ts';

/** What is said of a log: the subjects of the findings, or why there is no judgement. */
export function said(text: string, { isCut = false } = {}): readonly string[] | string {
  const lines = logLines(text);
  const startLog = {
    source: 'file',
    name: 'deploy.log',
    lines: lines.length,
    isCut,
    events: eventsIn(lines),
  } as const;
  const judgement = failedStart.judge({ startLog });
  return 'status' in judgement ? judgement.reason : judgement.map(({ subject }) => subject);
}

const directory = 'fixtures/logs';
const recorded = (name: string): string => readFileSync(join(directory, name), 'utf8');

/** Written by Alembic 1.8, uvicorn 0.17, psycopg 2.9 and click, as they are in Debian 12. */
const expected: Readonly<Record<string, readonly string[] | string>> = {
  'healthy.log': [],
  'healthy-workers.log': [],
  'alembic-upgrade.log': 'deploy.log says that a start began on line 1, and not how it went',
  'alembic-unknown-revision.log': ['unknown-revision'],
  'alembic-split-heads.log': ['split-heads'],
  'alembic-broken-chain.log': ['broken-chain'],
  'alembic-autogenerate.log': ['pending-migrations'],
  'alembic-lock-timeout.log': ['lock-timeout'],
  'alembic-statement-timeout.log': ['statement-timeout'],
  'alembic-password.log': ['unreachable-database'],
  'alembic-no-database.log': ['unreachable-database'],
  'database-refused.log': ['unreachable-database'],
  'database-host-unknown.log': ['unreachable-database'],
  'address-in-use.log': ['address-in-use'],
  'port-empty.log': ['bad-port'],
  'port-literal.log': ['bad-port'],
  'port-missing.log': ['bad-port'],
  'application-not-found.log': ['unloadable-application'],
  'startup-failed.log': ['pending-migrations'],
};

it('every recorded log is judged here', () => {
  expect(readdirSync(directory).toSorted()).toEqual(Object.keys(expected).toSorted());
});

const time = (line: number): string => new Date(Date.UTC(2026, 0, 26, 9, 0, line)).toISOString();
const each = (text: string, change: (line: string, index: number) => string): string =>
  text.split('\n').map(change).join('\n');
const manners: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['behind times', (text) => each(text, (line, index) => `${time(index)} ${line}`)],
  ['in colours', (text) => each(text, (line) => line.replace(/^(INFO|ERROR)/, '\u001b[32m$1\u001b[0m'))],
  ['with the line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
  [
    "as Railway's JSON",
    (text) =>
      each(text, (message, index) => JSON.stringify({ message, timestamp: time(index), level: 'info' })),
  ],
  ['behind the banner of the container', (text) => `Starting Container\n${text}`],
];

describe.each(manners)('a log %s', (manner, change) => {
  it.each(Object.entries(expected))('%s', (name, subjects) => {
    // The banner is a start of its own, on the first line.
    const shifted = manner.startsWith('behind the banner') && typeof subjects === 'string';
    expect(said(change(recorded(name)))).toEqual(shifted ? subjects.replace('line 1', 'line 2') : subjects);
  });
});

const healthy = recorded('healthy.log');

it.each(Object.keys(expected))('what %s says is over once the service came up', (name) => {
  expect(said(`${recorded(name)}\n${healthy}`)).toEqual([]);
});

it.each(
  Object.entries(expected).filter(([, subjects]) => typeof subjects !== 'string' && subjects.length > 0),
)('a good start before %s does not hide it', (name, subjects) => {
  expect(said(`${healthy}Starting Container\n${recorded(name)}`)).toEqual(subjects);
});

it('what a running service says is not a failed start', () => {
  const running = `${healthy}psycopg2.errors.QueryCanceled: canceling statement due to statement timeout\n`;
  expect(said(running)).toEqual([]);
  expect(said(`${running}connection to server at "db", port 5432 failed: Connection refused\n`)).toEqual([]);
  // Of a log whose beginning was left out, nobody knows whether the service was running.
  expect(said('canceling statement due to lock timeout\n', { isCut: true })).toBe(
    'nothing in deploy.log is about a start (lines read: 1)',
  );
  expect(said('canceling statement due to lock timeout\n')).toEqual(['lock-timeout']);
  expect(said('There are no pending migrations.\n')).toMatch(/^nothing in deploy\.log is about a start/);
});

it.each([
  ['FATAL:  sorry, too many clients already', 'no-free-connection'],
  ['psycopg.OperationalError: FATAL:  MaxClientsInSessionMode: max clients reached', 'no-free-connection'],
  ['FATAL: remaining connection slots are reserved for roles with SUPERUSER', 'no-free-connection'],
  ['pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings', 'missing-setting'],
  ['pydantic.error_wrappers.ValidationError: 2 validation errors for AppConfig', 'missing-setting'],
  ["SyntaxError: '(' was never closed", 'unloadable-application'],
  ['IndentationError: unexpected indent', 'unloadable-application'],
  ['Killed', 'out-of-memory'],
  ['start.sh: line 3:     7 Killed                  uvicorn main:app', 'out-of-memory'],
  [
    '[2026-11-27 10:00:05 +0000] [1] [ERROR] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?',
    'out-of-memory',
  ],
  ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'out-of-memory'],
  ['1/1 replicas never became healthy!', 'failed-healthcheck'],
  ['Healthcheck failed!', 'failed-healthcheck'],
])('%j, while it starts, is %s', (line, reason) => {
  expect(said(`Starting Container\n${line}\n`)).toEqual([reason]);
});

it.each([
  ['an answer', 'pydantic.error_wrappers.ValidationError: 1 validation error for MuteRequest'],
  ['a word in a message', 'INFO:     3 idle sessions were Killed by the janitor'],
  ['another error', 'RuntimeError: SyntaxError: in a template of the user'],
])('%s is no failed start', (_, line) => {
  expect(said(`Starting Container\n${line}\n`)).toMatch(/and not how it went$/);
});

it('a reason that only a newer report knows is passed over', () => {
  const startLog = logOf(begun(1), failed(2, 'out-of-patience', 'a line'), failed(3, 'bad-port', 'PORT'));
  const judgement = failedStart.judge({ startLog });
  expect('status' in judgement ? judgement : judgement.map(({ subject }) => subject)).toEqual(['bad-port']);
});

it('a failed health check adds nothing to what says why', () => {
  const log = `Starting Container\nKeyError: 'PORT'\n1/1 replicas never became healthy!\nHealthcheck failed!\n`;
  expect(said(log)).toEqual(['bad-port']);
});

it('a loop is told where nothing says why', () => {
  const start =
    'Starting Container\nINFO:     Started server process [1]\nINFO:     Waiting for application startup.\n';
  expect(said(start)).toMatch(/a start began on line 2, and not how it went$/);
  expect(said(start.repeat(2))).toMatch(/^deploy\.log says/);
  expect(said(start.repeat(3))).toEqual(['crash-loop']);
  expect(said(recorded('database-refused.log').repeat(4))).toEqual(['unreachable-database', 'crash-loop']);
  expect(said(start.repeat(5) + healthy)).toEqual([]);
  // Replicas, and workers, each come up.
  expect(said(healthy.repeat(5))).toEqual([]);
});

it('quotes the line that says why, with the words before a mere end', () => {
  const text = recorded('startup-failed.log').replaceAll(
    /Migrations are pending.*/g,
    'no key for the mailer',
  );
  const lines = logLines(text);
  const startLog = {
    source: 'file',
    name: 'deploy.log',
    lines: lines.length,
    isCut: false,
    events: eventsIn(lines),
  } as const;
  const judgement = failedStart.judge({ startLog });
  expect(judgement).toMatchObject([
    {
      subject: 'failed-startup',
      message:
        'The log deploy.log says that the application stopped while it was starting: ' +
        `"RuntimeError: no key for the mailer" (line ${lines.length} of ${lines.length}).`,
    },
  ]);
});

it('says of an empty log, and of one that is none, that it does not know', () => {
  expect(said('')).toBe('the log deploy.log is empty');
  expect(said('hello\nworld\n')).toBe('nothing in deploy.log is about a start (lines read: 2)');
});
