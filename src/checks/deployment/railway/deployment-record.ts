import * as z from 'zod/mini';

/** What Railway knows of the latest deployment. Null where it did not say. */
export const deploymentShape = z.object({
  id: z.string(),
  /**
   * `SUCCESS`, `FAILED`, `CRASHED`, `BUILDING` … (docs.railway.com/cli/deployment, "Deployment statuses").
   */
  status: z.string(),
  createdAt: z.nullable(z.string()),
  commit: z.nullable(z.string()),
  /** Of every instance: `RUNNING`, `CRASHED`, `RESTARTING` … */
  instances: z.array(z.string()),
  /** How often an instance was started again; null where executions are not told. */
  restarts: z.nullable(z.number()),
});
export type RailwayDeployment = z.infer<typeof deploymentShape>;

const text = z.catch(z.nullable(z.optional(z.string())), undefined);
const listed = z.object({
  id: z.string(),
  status: z.string(),
  createdAt: text,
  /** Free JSON; deployments from a repository carry `commitHash`. */
  meta: z.catch(z.nullable(z.optional(z.object({ commitHash: text }))), undefined),
  instances: z.catch(z.optional(z.array(z.object({ status: z.string() }))), undefined),
});

/** One deployment as the GraphQL API and `railway … --json` write it; null for anything else. */
export function readDeployment(value: unknown): RailwayDeployment | null {
  const { success, data } = listed.safeParse(value);
  if (!success) return null;
  return {
    id: data.id,
    status: data.status,
    createdAt: data.createdAt ?? null,
    commit: data.meta?.commitHash ?? null,
    instances: (data.instances ?? []).map(({ status }) => status),
    restarts: null,
  };
}

/** The nodes of a GraphQL connection; empty for anything else. */
export function nodesOf(connection: unknown): unknown[] {
  const edges = z.object({ edges: z.array(z.object({ node: z.unknown() })) }).safeParse(connection);
  return edges.success ? edges.data.edges.map(({ node }) => node) : [];
}

/**
 * The latest deployment in what `railway status --json` prints, the whole project. Only where there is
 * exactly one: with several services nothing says which of them is the API.
 */
export function onlyLatestDeployment(project: unknown): RailwayDeployment | null {
  const found: unknown[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (key === 'latestDeployment' && member !== null) found.push(member);
      else walk(member);
    }
  };
  walk(project);
  return found.length === 1 ? readDeployment(found[0]) : null;
}

/** Every domain named in what Railway tells of a service, or of a whole project. Empty where none is told. */
export function domainsAmong(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'domain' && typeof member === 'string' ? [member.toLowerCase()] : domainsAmong(member),
  );
}

/**
 * The bypass flag among a service's variables; undefined when `value` is no set of variables. No other value
 * is kept.
 */
export function bypassAmong(value: unknown): string | null | undefined {
  const variables = z.record(z.string(), z.unknown()).safeParse(value);
  if (!variables.success) return undefined;
  const flag = variables.data[bypassVariable];
  return typeof flag === 'string' ? flag : null;
}

/** Skips the start-up check of the migrations; for the time of a migration only. */
export const bypassVariable = 'FACTEUR_MIGRATION_IN_PROGRESS';
