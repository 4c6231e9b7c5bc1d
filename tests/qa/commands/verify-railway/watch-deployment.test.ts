import { afterEach, describe, expect, it } from 'vitest';
import { watchDeployment } from '../../../../src/qa/commands/verify-railway/watch-deployment.ts';
import {
  startHealthServer,
  type HealthServer,
  type Route,
} from '../../../checks/deployment/health-server.ts';
import {
  inTurn,
  readiness,
  ready,
  starting,
  turn,
  verifyDeployment as verify,
} from '../../../support/verify-deployment.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(changed: Record<string, Route> = {}): Promise<HealthServer> {
  const server = await startHealthServer(changed);
  closing.push(() => server.stop());
  return server;
}

/** Watches until so many looks are over, then interrupts. */
async function watchLooks(count: number, server: HealthServer): ReturnType<typeof verify> {
  let begun = 0;
  let interrupt = (): void => undefined;
  server.routes['/api/health'] = (_request, answer) => {
    begun += 1;
    // One more look has begun, so all before it are over.
    if (begun > count) interrupt();
    answer.setHeader('content-type', 'application/json').end('{"status":"ok"}');
  };
  return verify(server.origin, ['--watch', '--interval', '30ms'], (listener) => {
    interrupt = () => listener('SIGINT');
    return () => undefined;
  });
}

describe('--watch', () => {
  it('tells changes, and ends with the worst state seen at an interruption', async () => {
    const server = await serve({ [readiness]: inTurn(turn(ready), turn(starting), turn(ready)) });
    const seen = await watchLooks(3, server);
    expect(seen).toMatchObject({ code: 1, errors: ['degraded-readiness', 'unreachable-database'] });
    expect(
      [...seen.stderr.matchAll(/^qa: \S+Z \/api\/health\/ready (\d{3}) /gm)].map(([, status]) => status),
    ).toEqual(['200', '503', '200']);
  });

  it('tells what is found where no status changes', async () => {
    const server = await serve({ [readiness]: inTurn(turn(ready), [200, { status: 'not_ready' }]) });
    expect((await watchLooks(2, server)).stderr).toMatch(
      /^qa: \S+Z contradicting-health, uncovered-migrations$/m,
    );
  });

  it.each([80, 60, 30])(
    'draws no line that %i columns would wrap, and goes up as many lines as it drew',
    async (columns) => {
      const server = await serve({ [readiness]: starting });
      const { report } = await verify(server.origin, []);
      const controller = new AbortController();
      const drawn: string[] = [];
      await watchDeployment({
        look: async () => report,
        intervalMs: 1,
        signal: controller.signal,
        isTerminal: true,
        columns,
        say: () => undefined,
        now: () => new Date(0),
        print: (text) => {
          drawn.push(text);
          if (drawn.length === 40) controller.abort();
        },
      });
      const tables = drawn.map((text) => text.replace(/^\u001b\[(\d+)A\u001b\[J/, ''));
      for (const line of tables.flatMap((text) => text.split('\n')))
        expect(line.length).toBeLessThanOrEqual(columns);
      expect(drawn[1]).toMatch(new RegExp(`^\\u001b\\[${tables[0]?.trimEnd().split('\n').length}A`));
      expect(tables.at(-1)).toContain(
        columns === 80 ? '00:00:00 UTC\n/api/health/ready' : '/api/health/ready',
      );
    },
  );

  it('ends clear where nothing was ever wrong', async () => {
    const server = await serve();
    expect(await watchLooks(3, server)).toMatchObject({ code: 0, errors: [] });
  });
});
