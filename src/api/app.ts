import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { asking401, createAuthenticate, type Issuer } from './auth.ts';
import { revisions, type Queryable, type Revision } from './database/migrations.ts';
import { createPool, poolLimits } from './database/pool.ts';
import { bodyLimitBytes, takeBodiesAsBytes } from './fastapi/body.ts';
import { allowAnyOrigin } from './fastapi/cors.ts';
import { answerLikeFastApi } from './fastapi/errors.ts';
import { refuseGibberish, routedUrl, serveLikeUvicorn } from './fastapi/server.ts';
import { findFault } from './faults/index.ts';
import type { Patient } from './patient.ts';
import { traitsOf, type Release } from './release.ts';
import { createHealth, healthRoutes } from './routes/health.ts';
import { personalizationRoutes } from './routes/personalization.ts';
import { seededRandom } from './seeded-random.ts';
import { createStore } from './store.ts';

export interface ApiOptions {
  /** Null: the API starts, and is not ready. */
  readonly databaseUrl: string | null;
  /** Whose public keys the API serves at {@link keysPath}. */
  readonly issuer: Issuer;
  /** Where it fetches the keys that tokens are verified with; default: from itself. */
  readonly keysUrl?: string;
  readonly release?: Release;
  /** Names of {@link findFault}, `name=value` where a fault has a setting; the first is the outermost. */
  readonly faults?: readonly string[];
  /** Of whatever a fault leaves to chance. */
  readonly seed?: number;
  /** The variables that Railway sets, among others. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The migrations in the code. */
  readonly history?: readonly Revision[];
}

export const keysPath = '/.well-known/jwks.json';

/** The reference API, not listening yet. `close()` ends its database connections too. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const { databaseUrl, issuer, release = 'current', environment = {}, history = revisions } = options;
  const traits = traitsOf(release);
  const app = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    requestIdHeader: 'x-request-id',
    bodyLimit: bodyLimitBytes,
    keepAliveTimeout: 5_000,
    clientErrorHandler: refuseGibberish,
    rewriteUrl: ({ url = '/' }) => routedUrl(url),
    routerOptions: { maxParamLength: 16_384 },
  });
  // Schemas are there for /openapi.json; what a route accepts, its handler reads as pydantic would.
  app.setValidatorCompiler(() => () => true);

  const limits = poolLimits(environment);
  const pool = databaseUrl === null ? null : createPool(databaseUrl, limits);
  if (pool !== null) app.addHook('onClose', () => pool.end());
  const database: Queryable = pool ?? {
    query: () => Promise.reject(new Error('connection refused: DATABASE_URL is not set')),
  };
  const ownKeys = (): string => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${keysPath}`;
  const authenticate = createAuthenticate(
    () => options.keysUrl ?? ownKeys(),
    () => patient.now(),
  );
  const patient: Patient = {
    database,
    pool,
    store: createStore(database, release),
    authenticate: traits.newerFramework ? asking401(authenticate) : authenticate,
    normalise: (value) => value.trim().toLowerCase(),
    fieldOf: (name) => name,
    health: createHealth({ pool, limits, history, release, environment }),
    now: () => new Date(),
    random: seededRandom(options.seed ?? 1),
  };

  answerLikeFastApi(app, traits.tracebacks);
  serveLikeUvicorn(app);
  takeBodiesAsBytes(app);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  for (const name of options.faults ?? []) {
    const { fault, setting } = findFault(name);
    fault.arrange(patient, app, setting);
  }
  allowAnyOrigin(app);
  await app.register(swagger, {
    openapi: { info: { title: 'Facteur reference API', version: traits.version } },
  });

  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get(keysPath, { schema: { hide: true } }, () => issuer.keys);
  healthRoutes(app, patient);
  personalizationRoutes(app, patient, traits);
  await app.ready();
  return app;
}
