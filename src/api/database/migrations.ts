/** One step of the schema's history, as Alembic keeps it. */
export interface Revision {
  readonly id: string;
  /** The revisions it builds on: none for the first, several for a merge. */
  readonly down: readonly string[];
  readonly sql: string;
}

/** What migrations and start-up need of a connection. */
export interface Queryable {
  query(sql: string, parameters?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

/** The history of the product around its foreign-key bug, ancestors first. */
export const revisions: readonly Revision[] = [
  {
    id: 'a4b5c6d7e8f9',
    down: [],
    sql: `
      create table user_profiles (
        id uuid primary key default gen_random_uuid(),
        user_id uuid not null constraint user_profiles_user_id_key unique,
        display_name text not null,
        age_range text not null,
        gamification_enabled boolean not null default true,
        weekly_goal integer not null default 10,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create table user_streaks (
        id uuid primary key default gen_random_uuid(),
        user_id uuid not null constraint user_streaks_user_id_key unique,
        current_streak integer not null default 0,
        longest_streak integer not null default 0
      );
      create table user_sources (
        id uuid primary key default gen_random_uuid(),
        user_id uuid not null,
        source_id uuid not null,
        constraint user_sources_user_id_source_id_key unique (user_id, source_id)
      );`,
  },
  {
    id: 'b7d6e5f4c3a2',
    down: ['a4b5c6d7e8f9'],
    sql: `alter table user_sources add column added_at timestamptz not null default now();`,
  },
  {
    // The bug: user_id holds the ids of accounts, which user_profiles.id is not.
    id: 'f7e8a9b0c1d2',
    down: ['a4b5c6d7e8f9'],
    sql: `
      create table user_personalization (
        user_id uuid primary key,
        muted_sources uuid[] not null default '{}',
        muted_themes text[] not null default '{}',
        muted_topics text[] not null default '{}',
        muted_content_types text[] not null default '{}',
        hide_paid_content boolean not null default true,
        hide_non_fr_sources boolean not null default true,
        language_filter_user_set boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint user_personalization_user_id_fkey
          foreign key (user_id) references user_profiles (id) on delete cascade
      );`,
  },
  { id: 'a8da35e3c12b', down: ['b7d6e5f4c3a2', 'f7e8a9b0c1d2'], sql: '' },
  {
    id: '1a2b3c4d5e6f',
    down: ['a8da35e3c12b'],
    sql: `
      alter table user_personalization
        drop constraint user_personalization_user_id_fkey,
        add constraint user_personalization_user_id_fkey
          foreign key (user_id) references user_profiles (user_id) on delete cascade;`,
  },
];

/** The revisions on which no other builds. A deployable history has exactly one. */
export function headsOf(history: readonly Revision[]): string[] {
  const builtOn = new Set(history.flatMap((revision) => revision.down));
  return history.map((revision) => revision.id).filter((id) => !builtOn.has(id));
}

/** The revision and all that it builds on. Empty for one that this history does not know. */
export function lineageOf(history: readonly Revision[], id: string): Set<string> {
  const lineage = new Set<string>();
  const visit = (current: string): void => {
    const revision = history.find((candidate) => candidate.id === current);
    if (revision === undefined || lineage.has(current)) return;
    lineage.add(current);
    revision.down.forEach(visit);
  };
  visit(id);
  return lineage;
}

/**
 * True when every revision of the database is a strict ancestor of the code's head, or when it has none.
 * Ahead or unrelated is not behind: the newer code's migration has run while the old code still serves.
 */
export function isBehind(history: readonly Revision[], current: readonly string[]): boolean {
  const [head] = headsOf(history);
  if (head === undefined) return false;
  const lineage = lineageOf(history, head);
  return current.every((id) => id !== head && lineage.has(id));
}

/** The rows of `alembic_version`; empty where the table is absent. */
export async function currentRevisions(database: Queryable): Promise<string[]> {
  const {
    rows: [found],
  } = await database.query(`select to_regclass('alembic_version') is not null as present`);
  if (found?.['present'] !== true) return [];
  const { rows } = await database.query('select version_num from alembic_version order by version_num');
  return rows.map((row) => String(row['version_num']));
}

/** Brings an empty schema to `target` (default: the head) in one transaction, as `alembic upgrade` would. */
export async function migrate(database: Queryable, target = headsOf(revisions)[0]): Promise<void> {
  const lineage = lineageOf(revisions, target ?? '');
  if (target === undefined || lineage.size === 0)
    throw new Error(`There is no revision ${target} to migrate to.`);
  const steps = revisions.filter((revision) => lineage.has(revision.id)).map((revision) => revision.sql);
  const version = `
    create table alembic_version (
      version_num varchar(32) not null constraint alembic_version_pkc primary key
    );
    insert into alembic_version (version_num) values ('${target}');`;
  await database.query(['begin;', ...steps, version, 'commit;'].join('\n'));
}
