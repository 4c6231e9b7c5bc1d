import type { StartLog } from '../probes/start-log.ts';
import type { StartEvent } from '../start-log/events.ts';

/** A log of ten lines with these events. */
export function logOf(...events: readonly StartEvent[]): StartLog {
  return { source: 'file', name: 'deploy.log', lines: 10, isCut: false, events: [...events] };
}

export function begun(line: number): StartEvent {
  return { line, kind: 'begun', name: 'server', text: 'INFO:     Started server process [1]', before: null };
}

export function arrived(line: number): StartEvent {
  return {
    line,
    kind: 'arrived',
    name: 'service',
    text: 'INFO:     Application startup complete.',
    before: null,
  };
}

export function failed(line: number, name: string, text: string): StartEvent {
  return { line, kind: 'failed', name, text, before: null };
}

export const healthyLog: StartLog = logOf(begun(1), arrived(3));
