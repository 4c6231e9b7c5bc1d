// A `qa dev` of its own for scripts that show what the commands say of it, in a directory that goes with it.
import { spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const qa = fileURLToPath(new URL('../dist/qa.js', import.meta.url));

export class Interrupted extends Error {}

/**
 * Starts it with an incident, gives `work` what it needs, and takes everything away again, on Ctrl-C too.
 * `run(line, variables, output)` ends with `{ exitCode, output }`; `output` is `'pipe'` or `'inherit'`.
 */
export async function withDevServer(incident, work) {
  await access(qa).catch(() => {
    throw new Error('dist/qa.js is not there: run npm ci, or npm run build');
  });
  const directory = await mkdtemp(join(tmpdir(), 'facteur-qa-demo-'));
  const children = new Set();
  let interrupted = false;
  const begin = (line, variables = {}, output = 'pipe') => {
    if (interrupted) throw new Interrupted('interrupted');
    const begun = start(directory, line, variables, output);
    children.add(begun);
    void begun.ended.then(() => children.delete(begun));
    return begun;
  };
  // One signal and no second, which would have the server give up its files.
  const stop = () => {
    for (const { child } of children) if (!child.killed) child.kill('SIGTERM');
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const interrupt = () => {
    interrupted = true;
    stop();
  };
  for (const signal of signals) process.on(signal, interrupt);
  let dev = null;
  try {
    // Any free port: other servers may have the usual ones.
    dev = begin(['dev', '--incident', incident, '--port', '0']);
    await ready(dev);
    return await work({
      directory,
      said: dev.output(),
      run: async (line, variables, output) => {
        const begun = begin(line, variables, output);
        const exitCode = await begun.ended;
        if (interrupted) throw new Interrupted('interrupted');
        return { exitCode, output: begun.output() };
      },
    });
  } catch (error) {
    throw interrupted ? new Interrupted('interrupted') : error;
  } finally {
    stop();
    await dev?.ended;
    await rm(directory, { recursive: true, force: true });
    for (const signal of signals) process.off(signal, interrupt);
  }
}

function start(directory, line, variables, output) {
  // What the user has set for real targets must not reach this one.
  const kept = Object.entries(process.env).filter(([name]) => !/^(QA_|PG|RAILWAY_|DATABASE_URL$)/.test(name));
  const child = spawn(process.execPath, [qa, ...line], {
    cwd: directory,
    env: { ...Object.fromEntries(kept), QA_STATE_DIR: join(directory, 'state'), ...variables },
    // Ctrl-C is for us: the dev server, in a group of its own, ends when we say so.
    detached: line[0] === 'dev',
    stdio: ['ignore', output, output],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const ended = new Promise((resolve) => child.once('error', resolve).once('close', (code) => resolve(code)));
  return { child, ended, output: () => text };
}

async function ready({ child, output }) {
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(50)) {
    if (output().includes('Ctrl-C')) return;
    if (child.exitCode !== null || child.signalCode !== null) break;
  }
  throw new Error(`qa dev did not start: ${output().trim()}`);
}
