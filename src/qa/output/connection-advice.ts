/** What to do about a connection that did not come about, by what was said of it; the first that fits. */
const advice: readonly (readonly [RegExp, string])[] = [
  [
    /ECONNREFUSED|connection refused/i,
    'Nothing accepts connections there: check host and port, and whether it runs.',
  ],
  [/ENOTFOUND|EAI_AGAIN|getaddrinfo/i, 'The name does not resolve: check the host for a typo, and DNS.'],
  [
    /ENETUNREACH|EHOSTUNREACH/i,
    'No route leads there: of Supabase, the direct host is IPv6 only; take the pooler.',
  ],
  [
    /tenant or user not found/i,
    "The pooler does not know this user: it is postgres.PROJECT at the project's own pooler host.",
  ],
  [
    /client password must be a/i,
    'No password is known: put it into ~/.pgpass or PGPASSWORD, or the whole URL into QA_DATABASE_URL.',
  ],
  [/password authentication failed|28P01/i, 'The password is wrong: take the one of the database, anew.'],
  [
    /no pg_hba\.conf entry|SSL|TLS|certificate/i,
    'The server wants another kind of connection: compare sslmode, and sslrootcert.',
  ],
  [
    /database .+ does not exist|3D000/i,
    'The server answers, and has no such database: check the name behind the port.',
  ],
  [
    /too many connections|remaining connection slots|max clients|53300/i,
    'Every connection is taken: qa inspect-sessions says by whom, once one is free.',
  ],
  [
    /timed? ?out|ETIMEDOUT|deadline/i,
    'No answer came in time: check firewall and address, or give more with --timeout.',
  ],
];

/** What would be right, for a reason that nothing could be looked at; null where the reason says it all. */
export function connectionAdvice(reason: string): string | null {
  return advice.find(([said]) => said.test(reason))?.[1] ?? null;
}
