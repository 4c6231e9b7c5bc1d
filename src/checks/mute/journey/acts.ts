import type { ApiRequest } from '../../http/client/api.ts';
import type { MuteContext } from '../probes/context.ts';
import type { Kind } from '../preferences/kinds.ts';
import { muteRequest, unmuteRequest } from './requests.ts';
import type { Company } from './ledger.ts';
import { takeStep, isSuccess, type StepResult } from './step.ts';

/** Mutes a value, and remembers that it has to be unmuted, however this is answered. */
export async function mute(
  context: MuteContext,
  kind: Kind,
  value: string,
  { step, company }: { readonly step?: string; readonly company?: Company } = {},
): Promise<StepResult> {
  context.ledger.sent({ kind, value });
  return takeStep(context, asPage(context, muteRequest(context.api, kind, value, step)), company);
}

/** With the address of the page that was named, as its browser would send it. */
export function asPage<Request extends ApiRequest>({ plan }: MuteContext, request: Request): Request {
  return plan.origin === null
    ? request
    : { ...request, headers: { ...request.headers, origin: plan.origin } };
}

/**
 * Unmutes a value; once that is answered so that asking again would change nothing, it is taken back: 404
 * says that the user has no row, or that no endpoint does it.
 */
export async function unmute(
  context: MuteContext,
  kind: Kind,
  value: string,
  step?: string,
): Promise<StepResult> {
  const answer = await takeStep(context, unmuteRequest(context.api, kind, value, step));
  const { status } = answer;
  if (isSuccess(status) || status === 404 || status === 405) context.ledger.takenBack({ kind, value });
  return answer;
}
