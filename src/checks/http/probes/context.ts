import type { RunContext } from '../../probe.ts';
import type { Api } from '../client/api.ts';

/** What a probe that speaks HTTP is given. */
export interface ApiContext extends RunContext {
  readonly api: Api;
  /**
   * From which duration of one exchange, in milliseconds, `slow-response` speaks, and from which it is an
   * error.
   */
  readonly thresholds: { readonly warnMs: number; readonly failMs: number };
}
