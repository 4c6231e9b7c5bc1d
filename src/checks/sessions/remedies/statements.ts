import { lineComment, qualifiedName, quoteIdentifier } from '../../postgres/sql/identifier.ts';
import { has } from '../../postgres/session/version.ts';
import type { Level, Setting } from '../in-force/setting.ts';
import type { ExposedRelation } from '../probes/exposed-relations.ts';
import type { InForce } from '../probes/read-in-force.ts';
import { withShortLock } from '../../postgres/sql/short-lock.ts';

type Who = Pick<InForce, 'role' | 'database'>;

/** `alter role app in database product`: what gives a setting at that level. */
function target(level: Level, { role, database }: Who): string {
  switch (level) {
    case 'role-in-database':
      return `alter role ${quoteIdentifier(role)} in database ${quoteIdentifier(database)}`;
    case 'role':
      return `alter role ${quoteIdentifier(role)}`;
    case 'database':
      return `alter database ${quoteIdentifier(database)}`;
    case 'all-roles':
      return 'alter role all';
  }
}

/**
 * Gives a setting at a level; sessions that are open keep what they have. `value` is one of ours: a time, or
 * on or off.
 */
export function setAt(level: Level, who: Who, name: string, value: string): string {
  return `${target(level, who)} set ${name} = '${value}';`;
}

/**
 * Gives a role's sessions a setting: at the role, or where a level that wins over the role says otherwise,
 * there.
 */
export function setForRole({ levels }: Setting, who: Who, name: string, value: string): string {
  return setAt(levels[0]?.level === 'role-in-database' ? 'role-in-database' : 'role', who, name, value);
}

/** Takes a setting away from every level that gives it. */
export function resetEverywhere({ name, levels }: Setting, who: Who): string[] {
  return levels.map(({ level }) => `${target(level, who)} reset ${name};`);
}

/** The server's own value, by ALTER SYSTEM: it goes before postgresql.conf. Needs a superuser. */
export function setForServer(name: string, value: string): string[] {
  return [`alter system set ${name} = '${value}';`, 'select pg_catalog.pg_reload_conf();'];
}

/**
 * Keeps the rows of a table or view from those who may reach it: by row security where it can have any, else
 * by taking the way.
 */
export function protect(relation: ExposedRelation, version: number): string[] {
  const name = qualifiedName(relation.schema, relation.name);
  const alter = (statement: string): string[] => [
    withShortLock([lineComment(`takes ACCESS EXCLUSIVE on ${name}`), statement]),
  ];
  if (relation.kind === 'table') return alter(`alter table ${name} enable row level security;`);
  if (relation.kind === 'view' && has(version, 'securityInvoker'))
    return alter(`alter view ${name} set (security_invoker = true);`);
  const grantees = [...new Set(relation.access.flatMap((access) => access.grantees))];
  const from = grantees
    .map((grantee) => (grantee === 'PUBLIC' ? 'public' : quoteIdentifier(grantee)))
    .join(', ');
  return [`revoke all on ${name} from ${from};`];
}
