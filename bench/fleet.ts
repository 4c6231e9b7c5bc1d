/**
 * `qa fleet` on 500 targets, whole process, on loopback with 100 ms for each answer. Goals: peak memory 150
 * MB, and at most 1.3 times the ideal, which is one target's own time, 500 times, so many at a time.
 * usage: npm run bench fleet
 */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goal, tellUsage, timed } from './measure/measure.ts';

const targets = 500;
const concurrency = 10;
const delayMs = 100;
const directory = await mkdtemp(join(tmpdir(), 'bench-fleet-'));

const identity = { version: '1.0.0', environment: 'production' };
const answers: Readonly<Record<string, readonly [number, object]>> = {
  '/api/health': [200, { status: 'ok', ...identity, probe: 'liveness' }],
  '/api/health/ready': [200, { status: 'ready', ...identity, database: 'connected', probe: 'readiness' }],
  '/api/users/personalization/': [403, { detail: 'Not authenticated' }],
};
const server = createServer((request, answer) => {
  const [status, body] = answers[request.url ?? ''] ?? [404, { detail: 'Not Found' }];
  setTimeout(() => {
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }, delayMs);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const one = await run(1);
const single = one.targets[0]?.durationMs ?? Number.NaN;
const many = await run(targets);
server.closeAllConnections();
server.close();
await rm(directory, { recursive: true });

const ideal = (single * targets) / concurrency;
const ratio = many.durationMs / ideal;
process.stdout.write(
  `fleet, ${targets} targets, ${concurrency} at a time: ${ratio.toFixed(2)} of the ideal ` +
    `(${goal(1.3, ratio)}; ${many.durationMs} ms, one alone ${single} ms); ` +
    `peak ${many.peakMb.toFixed(0)} MB (${goal(150, many.peakMb)})\n`,
);

interface Report {
  readonly durationMs: number;
  readonly targets: readonly { readonly durationMs: number }[];
}

async function run(count: number): Promise<Report & { readonly peakMb: number }> {
  const file = join(directory, 'targets.json');
  const list = Array.from({ length: count }, (_, index) => ({ name: `t${index}`, baseUrl }));
  await writeFile(file, JSON.stringify({ concurrency, targets: list }));
  const output = join(directory, 'report.json');
  const words = ['dist/qa.js', 'fleet', file, '--quiet', '--format', `json=${output}`, '--fail-on', 'never'];
  const { peakMb } = await timed(process.execPath, [tellUsage, ...words]);
  return { ...(JSON.parse(await readFile(output, 'utf8')) as Report), peakMb };
}
