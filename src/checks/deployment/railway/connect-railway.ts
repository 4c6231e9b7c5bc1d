import * as z from 'zod/mini';
import { connectApi } from '../../http/client/connect-api.ts';
import type { RailwayContext } from '../probes/context.ts';

/** Railway's public API (docs.railway.com/reference/public-api). */
const endpoint = new URL('https://backboard.railway.com/graphql/v2');

/** Sends one query; throws what was refused. */
export type Ask = (query: string, variables: object) => Promise<Readonly<Record<string, unknown>>>;

/** A project token has a header of its own; an account's or a team's is a bearer. Null without either. */
export function railwayCredentials(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> | null {
  const { RAILWAY_TOKEN: project, RAILWAY_API_TOKEN: account } = environment;
  if (project) return { 'project-access-token': project };
  return account ? { authorization: `Bearer ${account}` } : null;
}

/** Railway's GraphQL API until it is closed, all of it within the time for one request. */
export function connectRailway(
  credentials: Record<string, string>,
  { environment, connection, signal }: Pick<RailwayContext, 'environment' | 'connection' | 'signal'>,
): { readonly ask: Ask; readonly close: () => Promise<void> } {
  const { timeoutMs } = connection;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const api = connectApi({
    origin: endpoint.origin,
    prefix: '',
    token: null,
    headers: credentials,
    ca: null,
    insecure: false,
    environment,
    signal: limit,
    timeoutMs,
  });
  const ask: Ask = async (query, variables) => {
    const { answer, failure } = await api.send({
      step: 'Railway',
      method: 'POST',
      path: endpoint.pathname,
      json: { query, variables },
    });
    if (answer === null) throw new Error(failure?.message ?? 'no answer');
    const { data, errors } = envelope.parse(answer.body.json ?? {});
    // A refused field is null beside its error.
    if (data && errors === undefined) return data;
    throw new Error(errors?.[0]?.message ?? `status ${answer.status}`);
  };
  return { ask, close: () => api.close() };
}

const envelope = z.object({
  data: z.nullable(z.optional(z.record(z.string(), z.unknown()))),
  errors: z.optional(z.array(z.object({ message: z.string() }))),
});
