import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { Io } from '../../../src/qa/command.ts';
import { run } from '../../../src/qa/run.ts';
import { ownProcesses } from '../../support/own-processes.ts';

/** A run against a server that takes connections and never answers, with standard error as it is said. */
const waiting = async (isTerminal: boolean, environment = {}) => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const heard = new EventEmitter();
  let stderr = '';
  let interrupt: (signal: 'SIGINT') => void = () => undefined;
  const ended = run(['verify-railway', '--base-url', `http://127.0.0.1:${port}`, '--timeout', '50s'], {
    environment: { PATH: '', ...environment },
    cwd: '/',
    processes: ownProcesses,
    readStdin: async () => '',
    stdout: { write: () => undefined, isTerminal, columns: 80 },
    stderr: {
      write: (text) => {
        stderr += text;
        heard.emit('text');
      },
      isTerminal,
      columns: 80,
    },
    onSignal: (listener: Parameters<Io['onSignal']>[0]) => {
      interrupt = listener;
      return () => undefined;
    },
  });
  return {
    said: async (text: RegExp) => {
      while (!text.test(stderr)) await once(heard, 'text');
    },
    end: async () => {
      interrupt('SIGINT');
      const code = await ended;
      server.closeAllConnections();
      server.close();
      return { code, stderr };
    },
  };
};

it('a run says on a terminal that it still waits, and never elsewhere', async () => {
  const [there, elsewhere, dumb] = await Promise.all([
    waiting(true),
    waiting(false),
    waiting(true, { TERM: 'dumb' }),
  ]);
  await there.said(/still at work \(\d+ s\)/);
  const [ended, ...silent] = await Promise.all([there.end(), elsewhere.end(), dumb.end()]);
  expect(ended.code).toBe(130);
  // The line is taken away before anything else is said.
  expect(ended.stderr.replace(/^[^]*\r\u001b\[2K/, '')).not.toContain('still at work');
  expect(silent).toEqual(Array(2).fill({ code: 130, stderr: '' }));
});
