import { link, mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { UsageError, type App } from '../command.ts';

/** What `qa dev` says of itself in `.qa/dev.json`, so that `--target local` needs no other flag. */
export interface DevServer {
  readonly baseUrl: string;
  readonly token: string;
  readonly databaseUrl: string;
  readonly incident: string | null;
}

type DevIo = Pick<App['io'], 'cwd' | 'processes'>;

const directory = '.qa';
const runningShape = z.object({ pid: z.number(), baseUrl: z.string() });

/**
 * Throws {@link UsageError} when a `qa dev` of this directory still runs; what a killed one left is removed.
 */
export async function refuseSecond({ cwd, processes }: DevIo): Promise<void> {
  const file = join(cwd, directory, 'dev.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return;
  const running = runningShape.safeParse(readJson(text));
  if (running.success && (await isServing(running.data, processes))) {
    throw new UsageError(
      `qa dev already runs here (process ${running.data.pid}, ${running.data.baseUrl}): stop it with ` +
        'Ctrl-C there, or start this one in another directory.',
    );
  }
  await rm(file, { force: true });
}

/**
 * Writes `.qa/dev.json`, for its owner's eyes only. Throws {@link UsageError} when another one was quicker,
 * or the directory cannot be written.
 */
export async function publish(
  io: DevIo,
  server: DevServer,
): Promise<{ readonly withdraw: () => Promise<void> }> {
  const { cwd, processes } = io;
  const file = join(cwd, directory, 'dev.json');
  const draft = `${file}.${processes.own}`;
  const entry = {
    schema: 1,
    pid: processes.own,
    startedAt: new Date().toISOString(),
    baseUrl: server.baseUrl,
    apiPrefix: '/api',
    token: server.token,
    databaseUrl: server.databaseUrl,
    incident: server.incident,
  };
  try {
    await mkdir(join(cwd, directory), { recursive: true, mode: 0o700 });
    await writeFile(draft, `${JSON.stringify(entry, null, 2)}\n`, { mode: 0o600 });
    // Whole or not at all, and never over another one's.
    await link(draft, file);
  } catch (error) {
    await refuseSecond(io);
    throw new UsageError(
      `${file} cannot be written (${String((error as NodeJS.ErrnoException).code)}): start qa dev in ` +
        'a directory that you may write to.',
    );
  } finally {
    // What went wrong before has a better reason than that there is nothing to take away.
    await rm(draft, { force: true }).catch(() => undefined);
  }
  return {
    withdraw: async () => {
      await rm(file, { force: true });
      // It may hold more than ours.
      await rmdir(join(cwd, directory)).catch(() => undefined);
    },
  };
}

/** A process number may be in use again: the one that runs also listens. */
async function isServing(
  server: { readonly pid: number; readonly baseUrl: string },
  processes: DevIo['processes'],
): Promise<boolean> {
  if (!processes.isRunning(server.pid)) return false;
  if (!URL.canParse(server.baseUrl)) return false;
  const { hostname, port } = new URL(server.baseUrl);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 1_000 });
    const answer = (listens: boolean) => (): void => {
      socket.destroy();
      resolve(listens);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
