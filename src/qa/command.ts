import type { ArgumentsCamelCase } from 'yargs';
import type { Report } from '../checks/report.ts';
import type { Secrets } from './secrets/secrets.ts';

/**
 * The process as the command line sees it; tests hand in their own. Nothing else in `qa` touches `process`.
 */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The address of the page that says more of each code, behind `#`; absent where it is not installed. */
  readonly documents?: string | null;
  readonly processes: {
    /** The number of this process. */
    readonly own: number;
    /** Whether a process still works; one that has ended and was not reaped by its parent does not. */
    readonly isRunning: (pid: number) => boolean;
  };
  /** Standard input, read to its end. */
  readonly readStdin: () => Promise<string>;
  /**
   * Asks a person a question, and gives the line that is typed; absent where nobody sits at a terminal.
   * Rejects when the signal fires.
   */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Calls back for SIGINT, SIGTERM and SIGHUP until the returned function is called. */
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void) => () => void;
}

export interface Sink {
  readonly write: (text: string) => void;
  /**
   * Settles once a slow reader has taken what was written, or is gone, with why it cannot be written (a full
   * disk), else null; absent where nothing is ever kept waiting.
   */
  readonly drained?: () => Promise<Error | null>;
  readonly isTerminal: boolean;
  /** Width of the terminal, or 80. */
  readonly columns: number;
}

/** Who stopped the run, and how hard. */
export interface Interruption {
  /** Aborted at the first SIGINT, SIGTERM or SIGHUP: stop, undo, end. */
  readonly signal: AbortSignal;
  /** Aborted at the second: give up at once. */
  readonly giveUp: AbortSignal;
  /** 130 or 143 once interrupted, else null. */
  readonly exitCode: () => number | null;
}

/** What the configuration would say of a target that it names. */
export interface NamedTarget {
  readonly name: string;
  readonly databaseUrl?: string;
  readonly environment?: string;
  readonly commit?: string;
  readonly version?: string;
  /** Of the web app's page. */
  readonly origin?: string;
}

/** What `run` lends a command. Whatever it says goes through the redaction of `secrets`. */
export interface App {
  readonly io: Pick<Io, 'environment' | 'cwd' | 'documents' | 'readStdin' | 'ask' | 'processes'>;
  readonly version: string;
  readonly secrets: Secrets;
  /** The target, where another command has named it: then neither environment nor configuration does. */
  readonly named?: NamedTarget;
  readonly interruption: Interruption;
  /**
   * Runs another command line of ours and gives how it ended, null where it only asked for help. Nothing is
   * shown: the caller does what it wants with the report. Rejects with what that command threw.
   */
  readonly runCommand: (argv: readonly string[], app: App) => Promise<Outcome | null>;
  /** Data, to stdout. Only for commands that do not end with a report or a text. */
  readonly print: (text: string) => void;
  /**
   * Data, to stdout, past the redaction. Only for credentials that this process made itself and that open
   * nothing but what it runs on loopback: `qa dev` shows its throw-away token and database. Never for
   * anything that came from outside.
   */
  readonly reveal: (text: string) => void;
  /** A message, to stderr, one line. */
  readonly say: (line: string) => void;
  /**
   * A passing word on stderr: redrawn in place on a terminal; elsewhere only with --verbose, one line each;
   * nothing with --quiet.
   */
  readonly progress: (line: string) => void;
  /** Whether stdout (`out`) and stderr (`err`) are terminals, their widths, and whether colour is wanted. */
  readonly terminal: { readonly out: TerminalStyle; readonly err: TerminalStyle };
}

export interface TerminalStyle {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly colour: boolean;
  /** Whether only signs that every terminal has are wanted. */
  readonly ascii: boolean;
  /** Whether it makes links of what is marked as one (OSC 8). */
  readonly links: boolean;
}

/** How a command ended: with a report, which `run` renders as `--format` says, or with a text for stdout. */
export type Outcome = { readonly report: Report } | TextOutcome;

export interface TextOutcome {
  readonly text: string;
  readonly exitCode: number;
  /**
   * `plain` where absent. `data` is read by programs. `styled` holds colours of ours, and whatever came from
   * outside has had its control characters spelled out in it already.
   */
  readonly form?: 'plain' | 'data' | 'styled';
}

/** What one command does. `Options` are what its `options.ts` declares. */
export interface Command<Options> {
  readonly run: (options: ArgumentsCamelCase<Options>, app: App) => Promise<Outcome>;
}

/**
 * A mistake of the user's: one sentence, what, where, what would be right. Exit code 2 unless said otherwise;
 * nothing was contacted.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode: number;
  constructor(message: string, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}
