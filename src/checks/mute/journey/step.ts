import * as z from 'zod/mini';
import type { ApiRequest } from '../../http/client/api.ts';
import type { Exchange } from '../../http/exchange/exchange.ts';
import type { MuteContext } from '../probes/context.ts';

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
  /** The body's `detail`, or the beginning of the body where there is none. */
  detail: z.string(),
  /** Whether the answer is in the API's own form (JSON, an object); an edge's or another host's is not. */
  fromApi: z.boolean(),
  /** Why there was no answer. */
  failure: z.nullable(z.string()),
});
export type StepResult = z.infer<typeof stepResultShape>;

export function stepResultOf(exchange: Exchange): StepResult {
  const { answer, failure, request } = exchange;
  const body = z.looseObject({ detail: z.optional(z.unknown()) }).safeParse(answer?.body.json);
  const detail = body.success ? body.data.detail : undefined;
  const plain = answer?.headers['content-type']?.startsWith('text/plain') === true;
  return {
    exchange: exchange.id,
    method: request.method,
    path: request.path,
    status: answer?.status ?? null,
    detail: textOf(detail ?? answer?.body.text ?? ''),
    // The release of January answers an unhandled error with a traceback in plain text; that is the API's
    // own, too.
    fromApi: (body.success || plain) && answer?.headers['x-railway-fallback'] === undefined,
    failure: failure?.message ?? null,
  };
}

export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** FastAPI's answer for a path that it does not know. */
export function isUnrouted({ status, detail, fromApi }: StepResult): boolean {
  return status === 404 && fromApi && detail === 'Not Found';
}

/**
 * Sends a request that changes something. An interrupt does not tear it apart: its answer is waited for
 * (within its timeout and the hard end of the run), because nobody could tell afterwards whether it happened.
 */
export async function takeStep(context: MuteContext, request: ApiRequest): Promise<StepResult> {
  if (context.signal.aborted) throw context.signal.reason;
  const exchange = await context.ledger.mutating(async () => {
    const sent = await context.api.send({ ...request, signal: context.hardSignal });
    if (sent.answer === null) context.ledger.leaveUnanswered();
    return sent;
  });
  return stepResultOf(exchange);
}

function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 2000);
}
