/** Command lines that look where a diagnosis could not; `-` reads the token from standard input. */
export const ask = {
  mute: 'qa verify-mute -',
  railway: 'qa verify-railway',
  keys: 'qa inspect-fk --database-url "$DATABASE_URL"',
  orphans: 'qa inspect-fk --orphans --database-url "$DATABASE_URL"',
  locks: 'qa inspect-locks --database-url "$DATABASE_URL"',
  sessions: 'qa inspect-sessions --database-url "$DATABASE_URL"',
  migrations: 'qa inspect-migrations --versions-dir alembic/versions --database-url "$DATABASE_URL"',
  profile: 'qa diagnose - --database-url "$DATABASE_URL"',
  observe: 'qa verify-railway --observe 60s',
  commit: 'qa verify-railway --expect-commit auto',
} as const;
