import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { connectApi } from '../../http/client/connect-api.ts';
import type { RailwayContext } from '../probes/context.ts';
import {
  bypassAmong,
  domainsAmong,
  nodesOf,
  readDeployment,
  type RailwayDeployment,
} from './deployment-record.ts';
import type { RailwayTold } from '../probes/railway-command.ts';

/** Railway's public API (docs.railway.com/reference/public-api). */
const endpoint = new URL('https://backboard.railway.com/graphql/v2');

interface Ids {
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId: string;
}

/** A project token has a header of its own; an account's or a team's is a bearer. Null without either. */
export function railwayCredentials(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> | null {
  const { RAILWAY_TOKEN: project, RAILWAY_API_TOKEN: account } = environment;
  if (project) return { 'project-access-token': project };
  return account ? { authorization: `Bearer ${account}` } : null;
}

/**
 * Asks Railway's GraphQL API, queries only. Whatever is refused is said in `refusal`; never throws for an
 * answer.
 */
export async function askGraphql(
  credentials: Record<string, string>,
  { environment, connection, signal }: Pick<RailwayContext, 'environment' | 'connection' | 'signal'>,
): Promise<RailwayTold> {
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
  const ask = async (query: string, variables: object): Promise<Readonly<Record<string, unknown>>> => {
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
  try {
    const ids = await identify(ask, environment);
    const [deployments, variables, domains] = await Promise.allSettled([
      ask(deploymentsQuery, { input: ids }),
      ask(variablesQuery, ids),
      ask(domainsQuery, ids),
    ]);
    const deployment =
      deployments.status === 'fulfilled'
        ? readDeployment(nodesOf(deployments.value['deployments'])[0])
        : null;
    const refused = [deployments, variables].find((asked) => asked.status === 'rejected');
    return {
      deployment: deployment && { ...deployment, restarts: await restartsOf(deployment, ask) },
      bypass: variables.status === 'fulfilled' ? bypassAmong(variables.value['variables']) : undefined,
      domains: domains.status === 'fulfilled' ? domainsAmong(domains.value) : [],
      refusal: refused === undefined ? null : `Railway's API: ${describeError(refused.reason)}`,
    };
  } catch (error) {
    return {
      deployment: null,
      bypass: undefined,
      domains: [],
      refusal: `Railway's API: ${describeError(error)}`,
    };
  } finally {
    await api.close();
  }
}

const envelope = z.object({
  data: z.nullable(z.optional(z.record(z.string(), z.unknown()))),
  errors: z.optional(z.array(z.object({ message: z.string() }))),
});

const tokenQuery = 'query { projectToken { projectId environmentId } }';
const deploymentsQuery =
  'query ($input: DeploymentListInput!) { deployments(input: $input, first: 1) { edges { node { id ' +
  'status createdAt meta instances { status } } } } }';
const servicesQuery =
  'query ($input: DeploymentListInput!) { deployments(input: $input, first: 50) { edges { node { ' +
  'serviceId } } } }';
const variablesQuery =
  'query ($projectId: String!, $environmentId: String!, $serviceId: String) { variables(projectId: ' +
  '$projectId, environmentId: $environmentId, serviceId: $serviceId) }';
const domainsQuery =
  'query ($projectId: String!, $environmentId: String!, $serviceId: String!) { domains(projectId: ' +
  '$projectId, environmentId: $environmentId, serviceId: $serviceId) { serviceDomains { domain } ' +
  'customDomains { domain } } }';
const executionsQuery =
  'query ($input: DeploymentInstanceExecutionListInput!) { deploymentInstanceExecutions(input: ' +
  '$input, first: 20) { edges { node { id } } } }';

type Ask = (query: string, variables: object) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Which service: Railway's own variables where they are set; a project token knows its project and
 * environment.
 */
async function identify(ask: Ask, environment: Readonly<Record<string, string | undefined>>): Promise<Ids> {
  const { RAILWAY_PROJECT_ID, RAILWAY_ENVIRONMENT_ID, RAILWAY_SERVICE_ID, RAILWAY_TOKEN } = environment;
  if (!(RAILWAY_PROJECT_ID && RAILWAY_ENVIRONMENT_ID) && !RAILWAY_TOKEN)
    throw new Error('RAILWAY_PROJECT_ID and RAILWAY_ENVIRONMENT_ID are not set');
  const place =
    RAILWAY_PROJECT_ID && RAILWAY_ENVIRONMENT_ID
      ? { projectId: RAILWAY_PROJECT_ID, environmentId: RAILWAY_ENVIRONMENT_ID }
      : z
          .object({ projectId: z.string(), environmentId: z.string() })
          .parse((await ask(tokenQuery, {}))['projectToken']);
  return { ...place, serviceId: RAILWAY_SERVICE_ID || (await onlyService(ask, place)) };
}

/**
 * Of several services nothing says which is the API: another one's deployment would be accused, or trusted,
 * in its place.
 */
async function onlyService(ask: Ask, place: object): Promise<string> {
  const nodes = nodesOf((await ask(servicesQuery, { input: place }))['deployments']);
  const services = new Set(
    nodes.map((node) => z.object({ serviceId: z.string() }).safeParse(node).data?.serviceId),
  );
  const [only] = services;
  if (services.size === 1 && only !== undefined) return only;
  throw new Error(
    `RAILWAY_SERVICE_ID is not set, and the environment has deployments of ${services.size} services`,
  );
}

/** Every execution after the first of each instance is a restart. Not every token may ask; null then. */
async function restartsOf({ id, instances }: RailwayDeployment, ask: Ask): Promise<number | null> {
  try {
    const { deploymentInstanceExecutions } = await ask(executionsQuery, { input: { deploymentId: id } });
    return Math.max(0, nodesOf(deploymentInstanceExecutions).length - Math.max(1, instances.length));
  } catch {
    return null;
  }
}
