import { answerInstead, isProduct } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

const windowMs = 1_000;

export const rateLimited: Fault = {
  summary: 'After so many requests within a second comes 429, with Retry-After.',
  settings: { number: 10, unit: 'requests' },
  arrange(_patient, app, setting) {
    const limit = Number(setting);
    let count = 0;
    let since = Number.NEGATIVE_INFINITY;
    answerInstead(
      app,
      (request) => {
        if (!isProduct(request)) return false;
        if (performance.now() - since >= windowMs) [count, since] = [0, performance.now()];
        count += 1;
        return count > limit;
      },
      () => ({
        status: 429,
        type: 'application/json',
        text: JSON.stringify({ error: `Rate limit exceeded: ${limit} per 1 second` }),
        headers: { 'retry-after': '1' },
      }),
    );
  },
};
