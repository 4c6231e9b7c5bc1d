// Shows the three commands finding a broken foreign key: on the reference API, a database of its own, and
// this machine alone.
import { spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const qa = fileURLToPath(new URL('../dist/qa.js', import.meta.url));
const incident = 'foreign-key-wrong-target';
const shown = [
  { line: ['verify-mute', '--target', 'local'], exitCode: 1, code: 'foreign-key-violation' },
  { line: ['verify-railway', '--target', 'local'], exitCode: 0, code: null },
  { line: ['inspect-fk', '--target', 'local'], exitCode: 1, code: 'wrong-target' },
];

const missing = [];
// What the user has set for real targets must not reach the demo's.
const kept = Object.entries(process.env).filter(([name]) => !/^(QA_|PG|RAILWAY_|DATABASE_URL$)/.test(name));
const directory = await mkdtemp(join(tmpdir(), 'facteur-qa-demo-'));
const environment = { ...Object.fromEntries(kept), QA_STATE_DIR: join(directory, 'state') };
let dev = null;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    stop();
  });
}

try {
  await access(qa).catch(() => {
    throw new Error('dist/qa.js is not there: run npm ci, or npm run build');
  });
  console.log(`$ qa dev --incident ${incident}`);
  dev = start(['dev', '--incident', incident, '--port', '0']);
  await ready(dev);
  console.log(dev.output());
  for (const { line, exitCode, code } of shown) {
    console.log(`$ qa ${line.join(' ')}`);
    const report = join(directory, `${line[0]}.json`);
    const ran = start([...line, '--format', 'table', '--format', `json=${report}`, '--quiet'], 'inherit');
    const ended = await ran.ended;
    console.log(`(exit code ${ended})\n`);
    if (interrupted) break;
    if (ended !== exitCode) missing.push(`qa ${line[0]} should end with ${exitCode} and ended with ${ended}`);
    if (code !== null && !(await codesIn(report)).includes(code))
      missing.push(`qa ${line[0]} should find ${code} and did not`);
  }
} catch (error) {
  missing.push(error.message);
} finally {
  stop();
  await dev?.ended;
  await rm(directory, { recursive: true, force: true });
}

if (interrupted) process.exit(130);
if (missing.length === 0) {
  console.log(
    'Shown: the mute fails with a foreign-key violation, the deployment looks well all the same, and ' +
      'inspect-fk names the key that',
  );
  console.log(
    'points to user_profiles(id) instead of user_profiles(user_id). Nothing was repaired, and ' +
      'everything that was started is stopped.',
  );
} else {
  console.error(`The demo did not show what it promised: ${missing.join('; ')}.`);
}
// Set and not called: what was written goes out first.
process.exitCode = missing.length === 0 ? 0 : 1;

/** One signal and no second, which would have it give up its files. */
function stop() {
  if (dev !== null && !dev.child.killed) dev.child.kill('SIGTERM');
}

function start(line, output = 'pipe') {
  // Ctrl-C is for us: the dev server, in a group of its own, ends when we say so.
  const detached = line[0] === 'dev';
  const child = spawn(process.execPath, [qa, ...line], {
    cwd: directory,
    env: environment,
    detached,
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

async function codesIn(file) {
  const { verdicts } = JSON.parse(await readFile(file, 'utf8'));
  return verdicts.flatMap(({ findings }) => findings.map(({ code }) => code));
}
