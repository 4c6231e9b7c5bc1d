/**
 * The shipped incident `blocked-migration`, explained by `qa inspect-locks`: whole process, from the start to
 * the pid, the age, the statement and what to do. Goal: under a second.
 * usage: npm run bench blocked-migration
 */
import { execFile, spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { goal, median } from './measure/measure.ts';
import { fileURLToPath } from 'node:url';

const runs = 9;

const qa = fileURLToPath(new URL('../dist/qa.js', import.meta.url));
const cwd = await mkdtemp(join(tmpdir(), 'bench-blocked-'));
const words = [qa, 'dev', '--port', '0', '--incident', 'blocked-migration'];
const dev = spawn(process.execPath, words, { cwd, stdio: 'ignore' });
try {
  while (!(await isThere(join(cwd, '.qa', 'dev.json')))) {
    if (dev.exitCode !== null) throw new Error(`qa dev ended with ${dev.exitCode}.`);
    await pause(20);
  }
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    const said = await explained();
    times.push(performance.now() - began);
    const parts = [/pid \d+/, /idle in transaction for \d+ /, /select count/, /pg_terminate_backend\(\d+\)/];
    for (const part of parts) if (!part.test(said)) throw new Error(`It does not say ${part}:\n${said}`);
  }
  const seconds = median(times) / 1_000;
  console.log(
    `blocked-migration, explained: ${seconds.toFixed(2)} of a second (${goal(1, seconds)}; ` +
      `${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms in ${runs} runs)`,
  );
} finally {
  dev.kill('SIGINT');
  if (dev.exitCode === null) await new Promise((resolve) => dev.once('exit', resolve));
  await rm(cwd, { recursive: true, force: true });
}

/** What it prints; that it ends with 1 is what an incident is for. */
function explained(): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [qa, 'inspect-locks', '--target', 'local'], { cwd }, (_, out, error) =>
      resolve(out + error),
    );
  });
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
