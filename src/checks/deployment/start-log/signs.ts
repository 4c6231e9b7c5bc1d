export const reasons = [
  'unknown-revision',
  'split-heads',
  'broken-chain',
  'pending-migrations',
  'lock-timeout',
  'statement-timeout',
  'address-in-use',
  'bad-port',
  'no-free-connection',
  'unreachable-database',
  'missing-setting',
  'unloadable-application',
  'out-of-memory',
  'failed-healthcheck',
  'failed-startup',
] as const;
export type Reason = (typeof reasons)[number];

export interface Sign {
  /** Any of them. */
  readonly patterns: readonly RegExp[];
  /** True where a running service never says this: it counts without a start before it. */
  readonly onlyAtStart: boolean;
  readonly what: string;
  readonly remedy: string;
}

/** What programs write when a start fails: Alembic, uvicorn, gunicorn, psycopg, asyncpg, Node. */
export const signs: Readonly<Record<Reason, Sign>> = {
  'unknown-revision': {
    patterns: [/Can't locate revision identified by/],
    onlyAtStart: true,
    what: 'the database is at a revision that the code does not have',
    remedy:
      'Deploy the code that has this revision, or bring its file back: qa inspect-migrations tells which.',
  },
  'split-heads': {
    patterns: [/Multiple head revisions are present|The code has \d+ migration heads/],
    onlyAtStart: true,
    what: 'the code has several migration heads',
    remedy: 'Merge them (alembic merge heads) and deploy again.',
  },
  'broken-chain': {
    patterns: [/Revision \S+ referenced from .+ is not present/],
    onlyAtStart: true,
    what: 'a revision builds on one that is not there',
    remedy: 'Bring back the file that is missing: qa inspect-migrations tells which.',
  },
  'pending-migrations': {
    patterns: [
      /Target database is not up to date/i,
      /(?<!\bno )pending migrations?\b/i,
      /migrations? (?:are|is) pending/i,
      /needs \w+: run the migrations/i,
      /unapplied migrations?/i,
    ],
    onlyAtStart: false,
    what: 'migrations are pending, and the start-up check refuses to start',
    remedy: 'Run alembic upgrade head through the session port (5432), then deploy again.',
  },
  'lock-timeout': {
    patterns: [/canceling statement due to lock timeout/],
    onlyAtStart: false,
    what: 'a migration waited for a lock until its lock_timeout was over',
    remedy: 'See who holds the lock (qa inspect-locks), end that session, and deploy again.',
  },
  'statement-timeout': {
    patterns: [/canceling statement due to statement timeout/],
    onlyAtStart: false,
    what: 'a statement ran longer than its statement_timeout',
    remedy: 'See what it waited for (qa inspect-locks) and which timeout was in force (qa inspect-sessions).',
  },
  'address-in-use': {
    patterns: [/address already in use|\bEADDRINUSE\b|Connection in use: \(/i],
    onlyAtStart: true,
    what: 'another process has the port',
    remedy: 'Start one server only in the container, and on $PORT.',
  },
  'bad-port': {
    patterns: [
      /Invalid value for '--port'/,
      /is not a valid port number/,
      /KeyError: 'PORT'/,
      /PORT: (?:unbound variable|parameter not set)/,
      /invalid literal for int\(\) with base 10: '\$\{?PORT/,
    ],
    onlyAtStart: true,
    what: 'PORT is missing, or is not a number',
    remedy:
      'Let a shell put $PORT into the start command (sh -c "… --port $PORT"), and do not set PORT to ' +
      'something else.',
  },
  'no-free-connection': {
    patterns: [
      /remaining connection slots are reserved/,
      /too many (?:clients already|connections for)/,
      /MaxClientsInSessionMode|max clients reached/,
      /QueuePool limit of size|couldn't get a connection after/,
    ],
    onlyAtStart: false,
    what: 'no connection to the database was free',
    remedy: 'See who holds the connections (qa inspect-sessions), and size the pool to what is left.',
  },
  'unreachable-database': {
    patterns: [
      /connection to server (?:at|on) .+ failed/,
      /could not (?:translate host name|connect to server)/,
      /Connect call failed/,
      /password authentication failed/,
      /FATAL: +database "[^"]*" does not exist/,
      /Tenant or user not found/,
      /the database system is (?:starting up|shutting down)/,
    ],
    onlyAtStart: false,
    what: 'the database could not be reached',
    remedy: 'Compare DATABASE_URL in the service with the database: host, port, name, password.',
  },
  'missing-setting': {
    patterns: [/\bvalidation errors? for \w*(?:Settings|Config(?:uration)?|Env(?:ironment)?)\b/],
    onlyAtStart: true,
    what: 'a setting is missing or wrong',
    remedy: "Compare the service's variables with the settings that the lines below the quoted one name.",
  },
  'unloadable-application': {
    patterns: [
      /Error loading ASGI app|ModuleNotFoundError: |ImportError: /,
      /^(?:SyntaxError|IndentationError|TabError): /,
    ],
    onlyAtStart: false,
    what: 'the application cannot be loaded',
    remedy: 'Compare the start command and the installed packages with the code.',
  },
  'out-of-memory': {
    patterns: [
      /^(?:\S+: line \d+: +\d+ )?Killed\b/,
      /was sent SIGKILL! Perhaps out of memory/,
      /\bOOMKilled\b|JavaScript heap out of memory|^MemoryError\b/,
    ],
    onlyAtStart: false,
    what: 'a process was killed, as happens where memory runs out',
    remedy: 'Compare the memory of the service with its limit in Railway; start fewer workers.',
  },
  'failed-healthcheck': {
    patterns: [/^Healthcheck failed!|replicas? never became healthy/],
    onlyAtStart: true,
    what: 'its health route never answered 200 in the time that Railway waits',
    remedy:
      'Read the log of the application itself for why, and point the health check at liveness, not at ' +
      'readiness.',
  },
  'failed-startup': {
    patterns: [/Application startup failed\. Exiting\.|Worker failed to boot/],
    onlyAtStart: true,
    what: 'the application stopped while it was starting',
    remedy: 'Fix what the quoted line says, and deploy again.',
  },
};

/** Lines with which a start begins. Workers begin below their parent, and are no starts of their own. */
export const beginnings: readonly (readonly [string, RegExp])[] = [
  ['container', /^Starting Container/],
  ['migration', /\balembic\.runtime\.migration\] Context impl /],
  ['parent', /\bStarted parent process \[|\bStarting gunicorn /],
  ['server', /\bStarted server process \[/],
];

/** Lines that only a service writes that has come up. */
export const arrivals: readonly RegExp[] = [
  /\bApplication startup complete\./,
  /\bUvicorn running on /,
  /\bBooting worker with pid/,
  /\bServer listening at /,
  /\bRunning on https?:/,
  // A request that was answered.
  /\bHTTP\/[12](?:\.\d)?"? [1-5]\d\d\b/,
];
