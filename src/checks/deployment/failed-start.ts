import { defineCheck, unknown, type Observed } from '../check.ts';
import { failed, healthyLog, logOf } from './examples/start-log.ts';
import { startLog, type StartLog } from './probes/start-log.ts';
import type { StartEvent } from './start-log/events.ts';
import { lastStart } from './start-log/last-start.ts';
import { signs, type Reason } from './start-log/signs.ts';

/** Lines of one reason that are quoted: the others say the same again. */
const mostQuoted = 5;

export const failedStart = defineCheck({
  code: 'failed-start',
  title: 'The log says why the service did not start',
  severity: 'error',
  why:
    'The platform keeps the old deployment serving, or starts the new one over and over: what was ' +
    'deployed is not what answers.',
  remedy: 'Take away what the log names, and deploy again.',
  needs: { startLog },
  judge: ({ startLog: log }) => {
    const { failures, loop, arrivedAt, begunAt } = lastStart(log.events, log.isCut);
    const observed = [...failures].map(([reason, events]) => observedOf(reason, events, log));
    if (loop > 0) observed.push(looping(loop, log, begunAt));
    if (observed.length > 0 || arrivedAt !== null) return observed;
    if (log.lines === 0) return unknown(`the log ${log.name} is empty`);
    if (begunAt === null)
      return unknown(`nothing in ${log.name} is about a start (lines read: ${log.lines})`);
    return unknown(`${log.name} says that a start began on line ${begunAt}, and not how it went`);
  },
  examples: {
    healthy: { startLog: healthyLog },
    broken: {
      startLog: logOf(
        failed(3, 'unknown-revision', "FAILED: Can't locate revision identified by 'deadbeef0000'"),
      ),
    },
  },
});

function observedOf(reason: Reason, events: readonly StartEvent[], log: StartLog): Observed {
  const { what, remedy } = signs[reason];
  const quoted = events.slice(-mostQuoted).map(({ line, text, before }) => ({ line, text, before }));
  const last = quoted.at(-1);
  const words = last?.before ?? last?.text ?? '';
  return {
    subject: reason,
    message:
      `The log ${log.name} says that ${what}: "${words.trim()}" ` +
      `(line ${last?.line ?? 0} of ${log.lines}).`,
    facts: { reason, source: log.source, log: log.name, count: events.length, lines: quoted },
    advice: remedy,
  };
}

function looping(starts: number, log: StartLog, begunAt: number | null): Observed {
  return {
    subject: 'crash-loop',
    message:
      `The log ${log.name} shows ${starts} starts in a row, the last on line ${begunAt ?? 0} ` +
      `of ${log.lines}, and none that came up.`,
    facts: { reason: 'crash-loop', source: log.source, log: log.name, starts },
    advice:
      'Read what stands before each new start; where nothing does, the container was killed (memory, ' +
      'health check).',
  };
}
