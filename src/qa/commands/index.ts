import type { Argv } from 'yargs';
import type { App, Outcome } from '../command.ts';

/** A command whose options are forgotten: what `build` declares is what `run` is given. */
export interface AnyCommand {
  readonly build: (yargs: Argv) => unknown;
  readonly run: (options: never, app: App) => Promise<Outcome>;
}

export interface Entry {
  readonly name: string;
  /** As yargs reads it: the name and its positional arguments. */
  readonly usage: string;
  readonly summary: string;
  /** True where the report holds what `mermaid` and `dot` draw. */
  readonly draws?: true;
  /** True where the command itself is silent about a baseline, since it writes more than a report. */
  readonly keepsBaseline?: true;
  readonly load: () => Promise<{ readonly command: AnyCommand }>;
}

/** Every command, in the order of the help; loaded when asked for. */
export const commands: readonly Entry[] = [
  {
    name: 'verify-mute',
    usage: 'verify-mute [token]',
    summary: 'Prove the mute endpoints end to end, and leave no trace',
    load: () => import('./verify-mute/index.ts'),
  },
  {
    name: 'verify-railway',
    usage: 'verify-railway',
    summary: 'Prove a deployment: liveness, readiness, edge, TLS, revision, stability',
    load: () => import('./verify-railway/index.ts'),
  },
  {
    name: 'inspect-fk',
    usage: 'inspect-fk [table..]',
    summary: 'Inspect the foreign keys of a live database, read-only',
    draws: true,
    keepsBaseline: true,
    load: () => import('./inspect-fk/index.ts'),
  },
  {
    name: 'inspect-sessions',
    usage: 'inspect-sessions',
    summary:
      'Show what is really in force through a connection: pooler, options, times, leaks, use, exposure',
    load: () => import('./inspect-sessions/index.ts'),
  },
  {
    name: 'inspect-migrations',
    usage: 'inspect-migrations',
    summary:
      "Compare the database's revision with the code's: behind, ahead, split, unknown, and what is risky",
    draws: true,
    load: () => import('./inspect-migrations/index.ts'),
  },
  {
    name: 'diagnose',
    usage: 'diagnose [token]',
    summary: 'Use whatever access there is, and name the root cause',
    draws: true,
    load: () => import('./diagnose/index.ts'),
  },
  {
    name: 'repair-fk',
    usage: 'repair-fk <constraint>',
    summary: 'Plan, print or apply the repair of a foreign key, without an outage',
    draws: true,
    load: () => import('./repair-fk/index.ts'),
  },
  {
    name: 'inspect-locks',
    usage: 'inspect-locks',
    summary: 'Show who waits for a lock, who is at the end of the queue, and what to do',
    draws: true,
    load: () => import('./inspect-locks/index.ts'),
  },
  {
    name: 'recover',
    usage: 'recover [token]',
    summary: 'Undo what an interrupted verify-mute left behind',
    load: () => import('./recover/index.ts'),
  },
  {
    name: 'dev',
    usage: 'dev',
    summary: 'Run the reference API on a database of its own, healthy, or with incidents and faults to find',
    load: () => import('./dev/index.ts'),
  },
  { name: 'checks', usage: 'checks', summary: 'List every check', load: () => import('./checks/index.ts') },
  {
    name: 'explain',
    usage: 'explain <code>',
    summary: 'Say why a code matters and what to do',
    load: () => import('./explain/index.ts'),
  },
  {
    name: 'render',
    usage: 'render <report>',
    summary: 'Give a saved JSON report in another format',
    draws: true,
    load: () => import('./render/index.ts'),
  },
  {
    name: 'fleet',
    usage: 'fleet <targets>',
    summary: 'Run one command line on many targets, and make one report of them',
    load: () => import('./fleet/index.ts'),
  },
  {
    name: 'merge-reports',
    usage: 'merge-reports <reports..>',
    summary: 'Make one report of several saved ones: shards, targets or commands',
    load: () => import('./merge-reports/index.ts'),
  },
  {
    name: 'diff',
    usage: 'diff <earlier> <later>',
    summary: 'Say what came and went between two saved JSON reports',
    load: () => import('./diff/index.ts'),
  },
  {
    name: 'history',
    usage: 'history [command]',
    summary: 'Show the runs that --record kept, and what changed since the last green one',
    load: () => import('./history/index.ts'),
  },
  {
    name: 'completion',
    usage: 'completion [shell]',
    summary: 'Print a script that completes command lines: source <(qa completion)',
    load: () => import('./completion/index.ts'),
  },
];
