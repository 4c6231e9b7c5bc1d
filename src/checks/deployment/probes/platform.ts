import * as z from 'zod/mini';
import { isLoopback, isPrivate } from '../../http/client/loopback.ts';
import { defineProbe } from '../../probe.ts';
import type { RailwayContext } from './context.ts';
import { bypassVariable, deploymentShape } from '../railway/deployment-record.ts';
import { askCommand, findRailway, type RailwayTold } from './railway-command.ts';
import { railwayCredentials } from '../railway/connect-railway.ts';
import { askGraphql } from '../railway/graphql.ts';

export const platformShape = z.object({
  /** False for a target that Railway does not run: nobody was asked then. */
  onRailway: z.boolean(),
  source: z.enum(['none', 'command', 'graphql']),
  /** What Railway did not tell, and why. Said once, by `failed-deployment`; the rest goes on without. */
  refusal: z.nullable(z.string()),
  deployment: z.nullable(deploymentShape),
  bypass: z.object({
    /** The flag in this process's own environment. */
    own: z.nullable(z.string()),
    /** This process runs with the service's variables, as under `railway run`. */
    ownIsTheService: z.boolean(),
    /** The flag among the service's variables, as far as Railway told. */
    service: z.nullable(z.string()),
    /** Whether Railway told the variables. */
    serviceSeen: z.boolean(),
  }),
});
export type Platform = z.infer<typeof platformShape>;

/** What the platform itself knows: never required, and no failure of its own. */
export const platform = defineProbe({
  name: 'platform',
  effect: 'read',
  shape: platformShape,
  observe: async (context: RailwayContext): Promise<Platform> => {
    const { environment } = context;
    const { source, told } = aboutHost(context.host, await ask(context));
    return {
      onRailway: context.askRailway,
      source,
      refusal: told.refusal,
      deployment: told.deployment,
      bypass: {
        own: environment[bypassVariable] ?? null,
        ownIsTheService:
          environment['RAILWAY_SERVICE_ID'] !== undefined ||
          environment['RAILWAY_ENVIRONMENT_NAME'] !== undefined,
        service: told.bypass ?? null,
        serviceSeen: told.bypass !== undefined,
      },
    };
  },
});

/**
 * What is told of a service that answers under other domains says nothing of this host. In Railway's private
 * network it has names that are not among them.
 */
function aboutHost(host: string, { source, told }: Asked): Asked {
  const { domains } = told;
  const isNamedElsewhere = isPrivate(host) && !isLoopback(host);
  if (domains.length === 0 || isNamedElsewhere || domains.includes(host.toLowerCase()))
    return { source, told };
  const elsewhere = [...new Set(domains)].slice(0, 3).join(', ');
  return {
    source,
    told: {
      deployment: null,
      bypass: undefined,
      domains,
      refusal: `what Railway tells is about ${elsewhere}, not about ${host}`,
    },
  };
}

interface Asked {
  readonly source: Platform['source'];
  readonly told: RailwayTold;
}

async function ask(context: RailwayContext): Promise<Asked> {
  const { environment, askRailway } = context;
  const nothing = (refusal: string): Asked => ({
    source: 'none',
    told: { deployment: null, bypass: undefined, domains: [], refusal },
  });
  if (!askRailway) return nothing('Railway does not run this target');
  const credentials = railwayCredentials(environment);
  if (credentials !== null) return { source: 'graphql', told: await askGraphql(credentials, context) };
  const command = await findRailway(environment);
  if (command === null)
    return nothing('no railway command on PATH, and neither RAILWAY_TOKEN nor RAILWAY_API_TOKEN is set');
  return { source: 'command', told: await askCommand(command, context) };
}
