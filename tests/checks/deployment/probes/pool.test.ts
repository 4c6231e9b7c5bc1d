import { afterEach, expect, it } from 'vitest';
import { inTurn, verifyDeployment } from '../../../support/verify-deployment.ts';
import { startHealthServer, type HealthServer } from '../health-server.ts';

let server: HealthServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

const pool = (checkedOut: number) =>
  [200, { status: checkedOut === 20 ? 'saturated' : 'ok', checked_out: checkedOut, capacity: 20 }] as const;

// For a moment our own requests may be what fills a pool.
it.each<[string, (readonly [number, unknown])[], string[]]>([
  ['full once, and then free', [pool(20), pool(3)], []],
  ['full twice, and then free', [pool(20), pool(20), pool(3)], []],
  ['full, and then well used', [pool(20), pool(16)], ['warning']],
  ['full whenever it is asked', [pool(20)], ['error']],
  ['full, and then silent about it', [pool(20), [404, {}]], ['error']],
])('a pool that is %s', async (_, turns, severities) => {
  server = await startHealthServer({ '/api/health/pool': inTurn(...turns) });
  const { verdict } = await verifyDeployment(server.origin, []);
  expect(verdict('saturated-pool')?.findings.map(({ severity }) => severity)).toEqual(severities);
});
