import { versionText } from '../../postgres/session/version.ts';
import { quoteIdentifier } from '../../postgres/sql/identifier.ts';
import type { Scope } from '../../report.ts';
import type { Connections } from '../probes/connections.ts';
import type { ExposedRelations } from '../probes/exposed-relations.ts';
import type { InForce } from '../probes/read-in-force.ts';

/** What a look at sessions looked at, and what it passed over or could not see. */
export function sessionScope(
  { version, role, standby }: InForce,
  exposed: ExposedRelations | null,
  used: Connections | null,
): Scope {
  const reaching = exposed !== null && exposed.roles.length > 0 ? exposed : null;
  const hidden = used?.hidden ?? 0;
  return {
    server: `PostgreSQL ${versionText(version)}${standby ? ', a standby' : ''}`,
    role,
    schemas: [],
    tables: reaching?.looked ?? null,
    keys: null,
    rows: null,
    requests: null,
    leftOut: [
      ...(reaching?.schemasLeftOut ?? []).map((schema) => ({
        what: `the schema ${quoteIdentifier(schema)}`,
        reason: 'what an API role reaches there is for the platform to say',
      })),
      ...(reaching === null
        ? []
        : ['functions', 'roles that bypass row security'].map((what) => ({
            what,
            reason: 'not looked at for what an API role reaches',
          }))),
      ...(hidden === 0
        ? []
        : [{ what: `application and state of ${hidden} sessions`, reason: `hidden from ${role}` }]),
    ],
  };
}
