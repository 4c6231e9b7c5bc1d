/**
 * `qa diagnose` with the API and the database, whole process, against the slowest of the commands that it
 * contains, in turn, on the reference API with the foreign key of the incident. Goal: at most 1.2 times that
 * one.
 * usage: npm run bench diagnose
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const runs = 7;
const goal = 1.2;
const contained = ['verify-railway', 'verify-mute', 'inspect-fk', 'inspect-locks', 'inspect-sessions'];
const program = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'qa.js');
const cwd = await mkdtemp(join(tmpdir(), 'bench-diagnose-'));
const incident = ['--incident', 'foreign-key-wrong-target'];
const dev = spawn(process.execPath, [program, 'dev', '--port', '0', ...incident], { cwd, stdio: 'ignore' });
try {
  while (!(await readFile(join(cwd, '.qa', 'dev.json'), 'utf8').catch(() => ''))) {
    if (dev.exitCode !== null) throw new Error(`qa dev ended with ${dev.exitCode}.`);
    await pause(50);
  }
  const took = new Map<string, number[]>(['diagnose', ...contained].map((name) => [name, []]));
  // In turn, so that whatever else the machine does meets all; the first of each warms the caches.
  for (let run = 0; run <= runs; run += 1) {
    for (const [command, times] of took) {
      const ms = await timed(command);
      if (run > 0) times.push(ms);
    }
  }
  const medians = contained.map((name) => ({ name, ms: median(took.get(name) ?? []) }));
  const slowest = medians.reduce((one, other) => (other.ms > one.ms ? other : one));
  const ours = median(took.get('diagnose') ?? []);
  process.stdout.write(
    `diagnose, API and database: ${(ours / slowest.ms).toFixed(2)} of ${slowest.name} (goal ${goal}; ` +
      'qa diagnose ' +
      `${ours.toFixed(0)} ms; ${medians.map(({ name, ms }) => `${name} ${ms.toFixed(0)} ms`).join(', ')}; ` +
      `${runs} runs)\n`,
  );
  if (ours > slowest.ms * goal) process.exitCode = 1;
} finally {
  dev.kill('SIGINT');
  await new Promise((resolve) => (dev.exitCode === null ? dev.once('exit', resolve) : resolve(null)));
  await rm(cwd, { recursive: true });
}

/** Milliseconds of one process, from start to end; it must judge, and find the incident or nothing. */
function timed(command: string): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const words = [program, command, '--target', 'local', '--format', 'json', '--quiet'];
    const child = spawn(process.execPath, words, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 || code === 1) resolve(performance.now() - began);
      else reject(new Error(`qa ${command} ended with ${code}.`));
    });
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
