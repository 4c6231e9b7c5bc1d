import type { Io } from '../../src/qa/command.ts';

/** What tests know of processes: their own runs, and everybody else's number is free. */
export const ownProcesses: Io['processes'] = { own: process.pid, isRunning: (pid) => pid === process.pid };
