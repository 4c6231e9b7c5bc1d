/**
 * `qa verify-railway`, whole process with every check, against the original's shell script with three curls
 * and python3, in turn, on loopback and with 50 ms for each request. Goals: at most 1.5 times, and at most
 * once, the script's time.
 * usage: npm run bench verify-railway   (needs curl and python3)
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { goal, median, timed } from './measure/measure.ts';

const runs = 15;

const identity = { version: '1.0.0', environment: 'production' };
const answers = {
  '/api/health': [200, { status: 'ok', ...identity, probe: 'liveness' }],
  '/api/health/ready': [200, { status: 'ready', ...identity, database: 'connected', probe: 'readiness' }],
  '/api/health/pool': [
    200,
    {
      status: 'ok',
      size: 10,
      checked_in: 9,
      checked_out: 1,
      overflow: -9,
      max_overflow: 10,
      capacity: 20,
      usage_pct: 5,
    },
  ],
  '/api/health/classification': [200, { status: 'ok' }],
  '/api/users/personalization/': [403, { detail: 'Not authenticated' }],
};

for (const [delayMs, most] of [
  [0, 1.5],
  [50, 1],
]) {
  const server = createServer(async (request, answer) => {
    await sleep(delayMs);
    const [status, body] = answers[request.url ?? ''] ?? [404, { detail: 'Not Found' }];
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const ours = [];
  const theirs = [];
  // In turn, so that whatever else the machine does meets both; the first of each warms the caches.
  for (let run = 0; run <= runs; run += 1) {
    const [one, other] = [
      await timed('sh', ['bench/reference/verify-railway.sh', base]),
      await timed(process.execPath, ['dist/qa.js', 'verify-railway', '--base-url', base]),
    ];
    if (run > 0) {
      theirs.push(one.ms);
      ours.push(other.ms);
    }
  }
  server.closeAllConnections();
  server.close();
  const ratio = median(ours) / median(theirs);
  process.stdout.write(
    `verify-railway, ${delayMs} ms a request: ${ratio.toFixed(2)} (${goal(most, ratio)}; qa ` +
      `${median(ours).toFixed(0)} ms, script ${median(theirs).toFixed(0)} ms, ${runs} runs)\n`,
  );
}
