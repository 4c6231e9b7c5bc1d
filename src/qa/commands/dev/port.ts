import { once } from 'node:events';
import { createServer } from 'node:net';
import { UsageError } from '../../command.ts';
import { defaultPort } from './options.ts';

/** The port that was asked for, or else the usual one, or else 0, a free one. Throws {@link UsageError}. */
export async function choosePort(asked: number | undefined, usual = defaultPort): Promise<number> {
  if (await isFree(asked ?? usual)) return asked ?? usual;
  if (asked === undefined) return 0;
  throw new UsageError(
    `The port ${asked} cannot be used, it is taken or reserved: give another --port, or 0 for a free one.`,
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
