import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { likePattern, managedSchemas } from '../../foreign-keys/catalog/selection.ts';
import { carryOver } from './carry-over.ts';
import type { SessionsContext } from './context.ts';
import { otherPort } from './other-port.ts';
import { exposedRelationsQuery } from './exposed-relations.sql.ts';

export const exposedRelationsShape = z.object({
  version: z.number(),
  /** The API's roles that exist here. */
  roles: z.array(z.string()),
  /** Roles that the user named and that do not exist. */
  missing: z.array(z.string()),
  /** Schemas that a platform looks after; their grants are not looked at. */
  schemasLeftOut: z.array(z.string()),
  /** Tables and views that were looked at. */
  looked: z.number(),
  /** Those that an API role reaches and whose rows no row security keeps from it. */
  relations: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      kind: z.enum(['table', 'view', 'materialized view', 'foreign table']),
      access: z.array(
        z.object({
          role: z.string(),
          privileges: z.array(z.string()),
          /** Privileges on some columns only. */
          columnPrivileges: z.array(z.string()),
          /** Through whom: the role itself, PUBLIC, or a role that it is a member of. */
          grantees: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type ExposedRelations = z.infer<typeof exposedRelationsShape>;
export type ExposedRelation = ExposedRelations['relations'][number];

/**
 * Which tables the API's roles reach whose rows nothing keeps from them. The catalogs that say so are open to
 * every role.
 */
export const exposedRelations = defineProbe({
  name: 'exposedRelations',
  effect: 'read',
  shape: exposedRelationsShape,
  // A session pool may have one connection only: it is ours once the looks at the connection itself are over.
  after: [carryOver, otherPort],
  async observe({ database, limits, apiRoles }: SessionsContext): Promise<ExposedRelations> {
    return database.read(async (session) => {
      const values = [apiRoles.names, managedSchemas.map(likePattern)];
      const [row] = await session.query<Omit<ExposedRelations, 'version' | 'missing'>>(
        exposedRelationsQuery,
        values,
      );
      if (row === undefined) throw new Error('the server did not say what the roles reach');
      return {
        version: session.version,
        ...row,
        missing: apiRoles.expected.filter((name) => !row.roles.includes(name)),
      };
    }, limits);
  },
});
