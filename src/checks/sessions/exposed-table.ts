import { defineCheck, notApplicable, unknown, type Observed } from '../check.ts';
import { qualifiedName } from '../postgres/sql/identifier.ts';
import { exampleExposed } from './examples/evidence.ts';
import { exposedRelations, type ExposedRelation } from './probes/exposed-relations.ts';
import { protect } from './remedies/statements.ts';

export const exposedTable = defineCheck({
  code: 'exposed-table',
  title: 'A table is open to a role of the API, with row security off',
  severity: 'warning',
  why: 'Whoever holds the public key of the API reads, and perhaps writes, every row of it.',
  remedy:
    'Enable row security, with policies for what the API is meant to see: without any policy these ' +
    'roles see nothing.',
  needs: { exposedRelations },
  judge: ({ exposedRelations: { roles, missing, relations, version } }) => {
    const found = relations.map((relation): Observed => {
      const name = qualifiedName(relation.schema, relation.name);
      return {
        subject: name,
        message: `${who(relation)} ${name}, and ${because[relation.kind]}.`,
        facts: { kind: relation.kind, access: relation.access },
        ...(relation.kind !== 'table' && { advice: advice[relation.kind] }),
        sql: protect(relation, version),
      };
    });
    if (missing.length > 0)
      return unknown(
        `There is no role ${missing.join(', ')} in this database: name the roles of the API that exist.`,
        found,
      );
    return roles.length === 0
      ? notApplicable(
          'This database has no role anon or authenticated, and no other role of an API was named.',
        )
      : found;
  },
  examples: {
    healthy: { exposedRelations: exampleExposed() },
    broken: {
      exposedRelations: exampleExposed([
        {
          schema: 'public',
          name: 'user_profiles',
          kind: 'table',
          access: [{ role: 'anon', privileges: ['SELECT'], columnPrivileges: [], grantees: ['anon'] }],
        },
      ]),
    },
  },
});

const because: Readonly<Record<ExposedRelation['kind'], string>> = {
  table: 'its row security is off',
  view: "it reads its tables with its owner's rights, past their row security",
  'materialized view': 'such a view has no row security',
  'foreign table': 'such a table has no row security',
};

const advice = {
  view:
    'Let it read with the rights of whoever asks, whose role then needs rights on its tables; or ' +
    'take the way from the API.',
  'materialized view': 'Take the way from the API, or offer a view of it that filters.',
  'foreign table': 'Take the way from the API, or offer a view of it that filters.',
} as const;

/** `anon may select, insert; authenticated may select columns of` */
function who({ access }: ExposedRelation): string {
  return access
    .map(({ role, privileges, columnPrivileges }) => {
      const whole = privileges.map((word) => word.toLowerCase());
      const parts = columnPrivileges.map((word) => `${word.toLowerCase()} some columns of`);
      return `${role} may ${[...whole, ...parts].join(', ')}`;
    })
    .join('; ');
}
