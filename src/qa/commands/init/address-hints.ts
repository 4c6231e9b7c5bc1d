/** Where Railway shows the address of a service. */
export const railwayOrigin = [
  'Railway: the service, Settings, Networking, Public Networking.',
  'It is https://NAME.up.railway.app, or a domain of your own.',
] as const;

/** Where Supabase shows the addresses of its database, and which to take. */
export const supabaseDatabase = [
  'Supabase: Connect, above the project. Take the session pooler:',
  'postgresql://postgres.PROJECT@HOST.pooler.supabase.com:5432/postgres',
  'The direct address, db.PROJECT.supabase.co:5432 with the user postgres,',
  'serves as well where IPv6 does, or with the IPv4 add-on. Port 6543 is the',
  'transaction pooler: it works, and shows less.',
] as const;

/** What is secret stands in the environment, in files of yours, and in no configuration. */
export const secrets = [
  'The password: in ~/.pgpass or PGPASSWORD, or the whole URL in QA_DATABASE_URL.',
  "A user's token: in QA_TOKEN or --token-file. README says how to get one.",
  'Railway: the project, Settings, Tokens; in RAILWAY_TOKEN.',
] as const;

/** All of it, for the help. */
export const addressHints: readonly string[] = [
  '--base-url',
  ...railwayOrigin.map((line) => `  ${line}`),
  '--database-url',
  ...supabaseDatabase.map((line) => `  ${line}`),
  'Secrets, which are never written',
  ...secrets.map((line) => `  ${line}`),
];
