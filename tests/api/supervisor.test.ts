import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createApi } from '../../src/api/app.ts';
import { createIssuer } from '../../src/api/auth.ts';
import { supervise } from '../../src/api/supervisor.ts';

it('a service that crashes is refused, then there again at the same address, again and again', async () => {
  const issuer = await createIssuer();
  let starts = 0;
  const start = () => {
    starts += 1;
    return createApi({ databaseUrl: null, issuer });
  };
  const { baseUrl, close } = await supervise(start, 0, { livesMs: 200, downMs: 200 });
  const seen: string[] = [];
  try {
    for (const until = Date.now() + 1_500; Date.now() < until; await pause(20)) {
      const answer = await fetch(`${baseUrl}/api/health`).then(
        ({ status }) => String(status),
        () => 'refused',
      );
      if (seen.at(-1) !== answer) seen.push(answer);
    }
  } finally {
    await close();
  }
  expect(seen.slice(0, 4)).toEqual(['200', 'refused', '200', 'refused']);
  expect(starts).toBeGreaterThan(2);
  await expect(fetch(`${baseUrl}/api/health`)).rejects.toThrow('fetch failed');
});
