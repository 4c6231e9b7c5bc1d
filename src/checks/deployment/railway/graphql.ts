import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import type { RailwayContext } from '../probes/context.ts';
import { connectRailway, type Ask } from './connect-railway.ts';
import {
  bypassAmong,
  domainsAmong,
  nodesOf,
  readDeployment,
  type RailwayDeployment,
} from './deployment-record.ts';
import type { RailwayTold } from '../probes/railway-command.ts';

interface Ids {
  readonly projectId: string;
  readonly environmentId: string;
  readonly serviceId: string;
}

/**
 * Asks Railway's GraphQL API, queries only. Whatever is refused is said in `refusal`; never throws for an
 * answer.
 */
export async function askGraphql(
  credentials: Record<string, string>,
  context: Pick<RailwayContext, 'environment' | 'connection' | 'signal'>,
): Promise<RailwayTold> {
  const { ask, close } = connectRailway(credentials, context);
  try {
    const ids = await identify(ask, context.environment);
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
    await close();
  }
}

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
