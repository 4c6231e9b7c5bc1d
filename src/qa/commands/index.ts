import type { Argv } from 'yargs';
import type { App, Outcome } from '../command.ts';

/** Declares what a command takes. */
export type DeclareOptions = (yargs: Argv) => unknown;

/** A command whose options are forgotten: what its `build` declares is what `run` is given. */
interface AnyCommand {
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
  /**
   * What it takes, which help and completion ask for too: its file loads nothing of what the command does.
   */
  readonly options: () => Promise<{ readonly build: DeclareOptions }>;
  readonly load: () => Promise<{ readonly command: AnyCommand }>;
}

/** Every command, in the order of the help; its options and what it does are loaded when asked for. */
export const commands: readonly Entry[] = [
  {
    name: 'verify-mute',
    usage: 'verify-mute [token]',
    summary: 'Prove the mute endpoints end to end, and leave no trace',
    options: () => import('./verify-mute/options.ts'),
    load: () => import('./verify-mute/index.ts'),
  },
  {
    name: 'verify-railway',
    usage: 'verify-railway',
    summary: 'Prove a deployment: liveness, readiness, edge, TLS, revision, stability',
    options: () => import('./verify-railway/options.ts'),
    load: () => import('./verify-railway/index.ts'),
  },
  {
    name: 'inspect-fk',
    usage: 'inspect-fk [table..]',
    summary: 'Inspect the foreign keys of a live database, read-only',
    draws: true,
    keepsBaseline: true,
    options: () => import('./inspect-fk/options.ts'),
    load: () => import('./inspect-fk/index.ts'),
  },
  {
    name: 'inspect-sessions',
    usage: 'inspect-sessions',
    summary:
      'Show what is really in force through a connection: pooler, options, times, leaks, use, exposure',
    options: () => import('./inspect-sessions/options.ts'),
    load: () => import('./inspect-sessions/index.ts'),
  },
  {
    name: 'inspect-migrations',
    usage: 'inspect-migrations',
    summary:
      "Compare the database's revision with the code's: behind, ahead, split, unknown, and what is risky",
    draws: true,
    options: () => import('./inspect-migrations/options.ts'),
    load: () => import('./inspect-migrations/index.ts'),
  },
  {
    name: 'diagnose',
    usage: 'diagnose [token]',
    summary: 'Use whatever access there is, and name the root cause',
    draws: true,
    options: () => import('./diagnose/options.ts'),
    load: () => import('./diagnose/index.ts'),
  },
  {
    name: 'repair-fk',
    usage: 'repair-fk <constraint>',
    summary: 'Plan, print or apply the repair of a foreign key, without an outage',
    draws: true,
    options: () => import('./repair-fk/options.ts'),
    load: () => import('./repair-fk/index.ts'),
  },
  {
    name: 'inspect-locks',
    usage: 'inspect-locks',
    summary: 'Show who waits for a lock, who is at the end of the queue, and what to do',
    draws: true,
    options: () => import('./inspect-locks/options.ts'),
    load: () => import('./inspect-locks/index.ts'),
  },
  {
    name: 'recover',
    usage: 'recover [token]',
    summary: 'Undo what an interrupted verify-mute left behind',
    options: () => import('./recover/options.ts'),
    load: () => import('./recover/index.ts'),
  },
  {
    name: 'dev',
    usage: 'dev',
    summary: 'Run the reference API on a database of its own, healthy, or with incidents and faults to find',
    options: () => import('./dev/options.ts'),
    load: () => import('./dev/index.ts'),
  },
  {
    name: 'checks',
    usage: 'checks',
    summary: 'List every check',
    options: () => import('./checks/options.ts'),
    load: () => import('./checks/index.ts'),
  },
  {
    name: 'explain',
    usage: 'explain <code>',
    summary: 'Say why a code matters and what to do',
    options: () => import('./explain/options.ts'),
    load: () => import('./explain/index.ts'),
  },
  {
    name: 'render',
    usage: 'render <report>',
    summary: 'Give a saved JSON report in another format',
    draws: true,
    options: () => import('./render/options.ts'),
    load: () => import('./render/index.ts'),
  },
  {
    name: 'fleet',
    usage: 'fleet <targets>',
    summary: 'Run one command line on many targets, and make one report of them',
    options: () => import('./fleet/options.ts'),
    load: () => import('./fleet/index.ts'),
  },
  {
    name: 'merge-reports',
    usage: 'merge-reports <reports..>',
    summary: 'Make one report of several saved ones: shards, targets or commands',
    options: () => import('./merge-reports/options.ts'),
    load: () => import('./merge-reports/index.ts'),
  },
  {
    name: 'diff',
    usage: 'diff <earlier> <later>',
    summary: 'Say what came and went between two saved JSON reports',
    options: () => import('./diff/options.ts'),
    load: () => import('./diff/index.ts'),
  },
  {
    name: 'history',
    usage: 'history [command]',
    summary: 'Show the runs that --record kept, and what changed since the last green one',
    options: () => import('./history/options.ts'),
    load: () => import('./history/index.ts'),
  },
  {
    name: 'init',
    usage: 'init',
    summary: 'Write a qa.config.json, and say what can be reached, and what each command sees with it',
    options: () => import('./init/options.ts'),
    load: () => import('./init/index.ts'),
  },
  {
    name: 'completion',
    usage: 'completion [shell]',
    summary: 'Print a script that completes command lines: source <(qa completion)',
    options: () => import('./completion/options.ts'),
    load: () => import('./completion/index.ts'),
  },
];
