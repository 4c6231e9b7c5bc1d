/**
 * `qa diagnose` with the API and the database, whole process, against the slowest of the commands that it
 * contains, in turn, on the reference API with the foreign key of the incident. Goal: at most 1.2 times that
 * one, as far away as production is (50 ms for a round trip). On loopback nothing is waited for, so that all
 * looks together cost what their work adds up to: that ratio is printed, and has no goal.
 * usage: npm run bench diagnose
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { goal, median, root, timed } from './measure/measure.ts';
import { far } from './reference/far.ts';

const runs = Number(process.env['QA_BENCH_RUNS'] ?? 7);
const farMs = 50;
const contained = ['verify-railway', 'verify-mute', 'inspect-fk', 'inspect-locks', 'inspect-sessions'];
const program = join(root, 'dist', 'qa.js');
const cwd = await mkdtemp(join(tmpdir(), 'bench-diagnose-'));
const incident = ['--incident', 'foreign-key-wrong-target'];
const dev = spawn(process.execPath, [program, 'dev', '--port', '0', ...incident], { cwd, stdio: 'ignore' });
const relays: Server[] = [];
try {
  let server: Dev | null = null;
  while (server === null) {
    if (dev.exitCode !== null) throw new Error(`qa dev ended with ${dev.exitCode}.`);
    await pause(50);
    server = await readFile(join(cwd, '.qa', 'dev.json'), 'utf8').then(
      (text) => JSON.parse(text) as Dev,
      () => null,
    );
  }
  await compare('50 ms away', await away(server), (ratio) => goal(1.2, ratio));
  await compare('on loopback', accessOf(server), () => 'no goal');
} finally {
  for (const relay of relays) relay.close();
  dev.kill('SIGINT');
  await new Promise((resolve) => (dev.exitCode === null ? dev.once('exit', resolve) : resolve(null)));
  await rm(cwd, { recursive: true });
}

/** What `qa dev` writes down of itself. */
interface Dev {
  readonly baseUrl: string;
  readonly databaseUrl: string;
  readonly token: string;
}

type Access = Readonly<Record<string, string>>;

function accessOf({ baseUrl, databaseUrl, token }: Dev): Access {
  return { QA_BASE_URL: baseUrl, QA_DATABASE_URL: databaseUrl, QA_TOKEN: token };
}

async function away(server: Dev): Promise<Access> {
  const moved = async (text: string): Promise<string> => {
    const url = new URL(text);
    const relay = await far(Number(url.port), farMs);
    relays.push(relay.server);
    url.port = String(relay.port);
    return url.href.replace(/\/$/, '');
  };
  return accessOf({
    ...server,
    baseUrl: await moved(server.baseUrl),
    databaseUrl: await moved(server.databaseUrl),
  });
}

/** Prints how long a diagnosis takes in terms of the slowest command that it contains. */
async function compare(where: string, access: Access, aim: (ratio: number) => string): Promise<void> {
  const took = new Map<string, number[]>(['diagnose', ...contained].map((name) => [name, []]));
  // In turn, so that whatever else the machine does meets all; the first of each warms the caches.
  for (let run = 0; run <= runs; run += 1) {
    for (const [command, times] of took) {
      const ms = await durationMs(command, access);
      if (run > 0) times.push(ms);
    }
  }
  const medians = contained.map((name) => ({ name, ms: median(took.get(name) ?? []) }));
  const slowest = medians.reduce((one, other) => (other.ms > one.ms ? other : one));
  const ours = median(took.get('diagnose') ?? []);
  const ratio = ours / slowest.ms;
  process.stdout.write(
    `diagnose, API and database ${where}: ${ratio.toFixed(2)} of ${slowest.name} (${aim(ratio)}; ` +
      `qa diagnose ${ours.toFixed(0)} ms; ` +
      `${medians.map(({ name, ms }) => `${name} ${ms.toFixed(0)} ms`).join(', ')}; ${runs} runs)\n`,
  );
}

/** It must judge, and find the incident or nothing. */
async function durationMs(command: string, access: Access): Promise<number> {
  const env = { ...process.env, QA_STATE_DIR: join(cwd, 'state'), ...access };
  const words = [program, command, '--format', 'json', '--quiet'];
  return (await timed(process.execPath, words, { cwd: tmpdir(), env, codes: [0, 1] })).ms;
}
