import { randomUUID } from 'node:crypto';
import type { FreshDatabase } from './postgres.ts';

export interface SessionRole {
  readonly name: string;
  /** The database as this role. */
  readonly url: string;
  drop(): Promise<void>;
}

/** A role that nobody else has: roles belong to the whole server. `attributes` as in CREATE ROLE. */
export async function createRole(database: FreshDatabase, attributes = ''): Promise<SessionRole> {
  const name = `role_${randomUUID().replaceAll('-', '')}`;
  await database.query(`create role ${name} login password 'secret-of-the-test' ${attributes}`);
  const url = new URL(database.url);
  url.username = name;
  url.password = 'secret-of-the-test';
  return {
    name,
    url: url.href,
    drop: async () => void (await database.query(`drop owned by ${name} cascade; drop role ${name}`)),
  };
}
