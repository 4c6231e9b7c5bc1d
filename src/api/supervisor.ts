import type { FastifyInstance } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';

export interface Crashes {
  /** How long the API runs before its process ends. */
  readonly livesMs: number;
  /** How long it takes the platform to start it again. */
  readonly downMs: number;
}

export interface Supervised {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Runs the API; where it crashes, starts it again on the same port, as the platform would, until closed. */
export async function supervise(
  start: () => Promise<FastifyInstance>,
  asked: number,
  crashes: Crashes | undefined,
): Promise<Supervised> {
  let app = await start();
  const listen = (port: number): Promise<string> => app.listen({ port, host: '127.0.0.1' });
  const baseUrl = await listen(asked).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  if (crashes === undefined) return { baseUrl, close: () => app.close() };

  const ending = new AbortController();
  const wait = (ms: number): Promise<void> => pause(ms, undefined, { signal: ending.signal });
  const port = Number(new URL(baseUrl).port);
  const loop = async (): Promise<void> => {
    for (;;) {
      await wait(crashes.livesMs);
      // Open connections end in the middle of whatever they were about.
      await app.close();
      await wait(crashes.downMs);
      app = await start();
      await listen(port);
    }
  };
  const ended = loop().catch((error: unknown) => {
    // A port that was taken meanwhile leaves it down, which is how such a loop may end.
    if (!ending.signal.aborted && (error as { code?: unknown }).code !== 'EADDRINUSE') throw error;
  });
  return {
    baseUrl,
    close: async () => {
      ending.abort();
      await ended;
      await app.close();
    },
  };
}
