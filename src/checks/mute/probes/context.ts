import type { ApiContext } from '../../http/probes/context.ts';
import type { Journal } from '../cleanup/undo-record.ts';
import type { Kind } from '../preferences/kinds.ts';
import type { Ledger } from '../journey/ledger.ts';

/** What of the journey is wanted. */
export interface MutePlan {
  /** Send only what changes nothing on any server. */
  readonly readOnly: boolean;
  /** Mute kinds that cannot be unmuted, too. */
  readonly allowResidue: boolean;
  /** How many extra rounds of mute, read, unmute are timed, one request at a time. */
  readonly repeat: number;
  /** The page for which CORS is judged; null where none was named. */
  readonly origin: string | null;
  /** Values of the user's choosing; a random one that nobody has where absent. */
  readonly overrides: Readonly<Partial<Record<Kind, string>>>;
}

/** What a probe of the mute subject is given. */
export interface MuteContext extends ApiContext {
  /** The bearer token; it is read locally and never becomes evidence. */
  readonly token: string;
  readonly plan: MutePlan;
  /** Written ahead of every mutation, so that a killed run can be undone by the next. */
  readonly journal: Journal;
  /** What this run has sent that changes something, and the latest state it has seen. */
  readonly ledger: Ledger;
  /** Ends when even the clean-up has to give up: a second interrupt, or its own bounded time. */
  readonly hardSignal: AbortSignal;
  /** Milliseconds for which a read may be behind the writes before what was written counts as lost. */
  readonly consistencyMs: number;
  /** Milliseconds that the whole run may take, its clean-up too. */
  readonly runMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 ≤ n < 1: jitter only; values come from the ledger's marker. */
  readonly random: () => number;
  /** Waits so many milliseconds, or until the signal fires. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}
