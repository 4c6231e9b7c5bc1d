import * as z from 'zod/mini';
import type { Api, ApiRequest } from '../../http/client/api.ts';
import type { Exchange } from '../../http/exchange/exchange.ts';
import { whoInFront } from '../../http/exchange/gateway.ts';
import { answeredByEdge } from '../../http/exchange/railway-edge.ts';
import type { MuteContext } from '../probes/context.ts';
import type { Company } from './ledger.ts';
import { answerTextOf } from './answer-text.ts';

/**
 * One request that may change something, and its answer as far as judges need it; the exchange itself is
 * recorded too.
 */
export const stepResultShape = z.object({
  /** The id of the exchange. */
  exchange: z.number(),
  method: z.string(),
  path: z.string(),
  /** Null when no status line came. */
  status: z.nullable(z.number()),
  /** The body's `detail`, or the body where there is none; see answer-text.ts. */
  detail: z.string(),
  /** The class of the exception, where the answer names it. */
  errorType: z.nullable(z.string()),
  /** Whether the answer is in the API's own form (JSON, an object); an edge's or another host's is not. */
  fromApi: z.boolean(),
  /** Who answered for the application, in a sentence: a proxy in front of it. Absent where nobody did. */
  inFront: z.optional(z.string()),
  /** Why there was no answer. */
  failure: z.nullable(z.string()),
});
export type StepResult = z.infer<typeof stepResultShape>;

export function stepResultOf(exchange: Exchange): StepResult {
  const { answer, failure, request } = exchange;
  const json = answer?.body.json;
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const plain = answer?.headers['content-type']?.startsWith('text/plain') === true;
  const inFront = whoInFront(exchange);
  return {
    exchange: exchange.id,
    method: request.method,
    path: request.path,
    status: answer?.status ?? null,
    ...answerTextOf(answer),
    // The release of January answers an unhandled error with a traceback in plain text; that is the API's
    // own, too.
    fromApi:
      (isObject || plain) && answer?.headers['x-railway-fallback'] === undefined && !answeredByEdge(exchange),
    ...(inFront !== null && { inFront }),
    failure: failure?.message ?? null,
  };
}

export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/**
 * A success that says that the work is not done yet: 202 (RFC 9110, section 15.3.3), or a body that names a
 * queue.
 */
export function isPromise({ status, detail }: Pick<StepResult, 'status' | 'detail'>): boolean {
  const names =
    /"(?:status|state|result)"\s*:\s*"(?:accepted|pending|scheduled|processing)\b|\b(?:en)?queued\b/i;
  return status === 202 || (isSuccess(status) && names.test(detail));
}

/**
 * Turned away because of who asked: 401, or a 403 that speaks of credentials. "Email not confirmed" speaks of
 * the user, and has a code of its own.
 */
export function refusesCredentials({ status, detail }: Pick<StepResult, 'status' | 'detail'>): boolean {
  if (status === 401) return true;
  return (
    status === 403 && /credential|authenticat|token|\bjwt\b|\bjws\b|api[ _-]?key|signature/i.test(detail)
  );
}

export function isUnconfirmed({ status, detail }: Pick<StepResult, 'status' | 'detail'>): boolean {
  return status === 403 && /email not confirmed/i.test(detail);
}

/**
 * Whether the API itself looked at what was sent and spoke of it. A gateway's page, too many requests, and
 * whoever was turned away for their credentials say nothing of the request.
 */
export function isJudgement(step: StepResult): boolean {
  return step.status !== null && step.fromApi && step.status !== 429 && !refusesCredentials(step);
}

/**
 * Whether an answer leaves open who is let in: a failure, a limit or a redirect is given to anybody, whoever
 * asks.
 */
export function leavesAccessOpen(status: number | null): boolean {
  return status === null || status >= 500 || status === 429 || (status >= 300 && status < 400);
}

/** Statuses by which somebody in front says that it no longer waits; the application may go on. */
const noLongerWaited: ReadonlySet<number> = new Set([408, 499, 502, 504, 522, 524]);

function mayStillHappen({ answer }: Exchange): boolean {
  return answer === null || noLongerWaited.has(answer.status);
}

type StepContext = Pick<MuteContext, 'ledger' | 'signal' | 'hardSignal'> & {
  readonly api: Pick<Api, 'send'>;
};

/**
 * Sends a request that changes something. An interrupt does not tear it apart: its answer is waited for
 * (within its timeout and the hard end of the run), because nobody could tell afterwards whether it happened.
 */
export async function takeStep(
  context: StepContext,
  request: ApiRequest,
  company?: Company,
): Promise<StepResult> {
  const exchange = await context.ledger.mutating(async () => {
    if (context.signal.aborted) throw context.signal.reason;
    const { api, ledger, hardSignal } = context;
    let isUnsent = false;
    try {
      const sent = await api.send({ ...request, signal: hardSignal, onUnsent: () => (isUnsent = true) });
      if (mayStillHappen(sent)) ledger.leaveUnanswered();
      return sent;
    } finally {
      if (!isUnsent) ledger.goesOut();
    }
  }, company);
  return stepResultOf(exchange);
}
