import cors from '@fastify/cors';
import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { AddressInfo } from 'node:net';
import { createAuthenticate, type Issuer } from './auth.ts';
import { revisions, type Queryable, type Revision } from './database/migrations.ts';
import { createPool } from './database/pool.ts';
import { answerLikeFastApi } from './fastapi-errors.ts';
import { findFault } from './faults/index.ts';
import type { Patient } from './patient.ts';
import { apiVersion, createHealth, healthRoutes } from './routes/health.ts';
import { personalizationRoutes } from './routes/personalization.ts';
import { createStore, type Release } from './store.ts';

export interface ApiOptions {
  /** Null: the API starts, and is not ready. */
  readonly databaseUrl: string | null;
  /** Whose public keys the API serves at {@link keysPath}. */
  readonly issuer: Issuer;
  /** Where it fetches the keys that tokens are verified with; default: from itself. */
  readonly keysUrl?: string;
  readonly release?: Release;
  /** Names of {@link findFault}. */
  readonly faults?: readonly string[];
  /** The variables that Railway sets, among others. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The migrations in the code. */
  readonly history?: readonly Revision[];
}

export const keysPath = '/.well-known/jwks.json';

/** The reference API, not listening yet. `close()` ends its database connections too. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const { databaseUrl, issuer, release = 'current', environment = {}, history = revisions } = options;
  const app = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    requestIdHeader: 'x-request-id',
    routerOptions: { maxParamLength: 4_000 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  const pool = databaseUrl === null ? null : createPool(databaseUrl);
  if (pool !== null) app.addHook('onClose', () => pool.end());
  const database: Queryable = pool ?? {
    query: () => Promise.reject(new Error('connection refused: DATABASE_URL is not set')),
  };
  const ownKeys = (): string => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${keysPath}`;
  const patient: Patient = {
    database,
    store: createStore(database, release),
    authenticate: createAuthenticate(() => options.keysUrl ?? ownKeys()),
    normalise: (value) => value.trim().toLowerCase(),
    health: createHealth({ pool, history, release, environment }),
  };

  answerLikeFastApi(app, release);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  for (const name of options.faults ?? []) findFault(name).arrange(patient, app);
  await app.register(cors, {
    origin: true,
    credentials: true,
    methods: ['GET', 'POST', 'DELETE', 'OPTIONS'],
  });
  await app.register(swagger, {
    openapi: { info: { title: 'Facteur reference API', version: apiVersion } },
    transform: jsonSchemaTransform,
  });

  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get(keysPath, { schema: { hide: true } }, () => issuer.keys);
  healthRoutes(app, patient);
  personalizationRoutes(app, patient, release);
  await app.ready();
  return app;
}
