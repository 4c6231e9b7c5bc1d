import { expect, it } from 'vitest';
import { Withheld } from '../../../src/checks/check.ts';
import { exampleAnswer, exampleTraffic } from '../../../src/checks/http/examples/exchanges.ts';
import { blockedPreflight } from '../../../src/checks/mute/blocked-preflight.ts';
import { exampleCrossOrigin } from '../../../src/checks/mute/examples/journey.ts';
import type { CrossOrigin } from '../../../src/checks/mute/probes/preflight.ts';

const page = 'https://app.example';

function judged(changes: Partial<CrossOrigin>, origin: string | null = page) {
  return blockedPreflight.judge({
    ...exampleTraffic(exampleAnswer('/api/x', 403, { detail: 'Not authenticated' })),
    hiddenErrors: { errors: [] },
    preflight: { origin, asked: [exampleCrossOrigin(changes)] },
  });
}

it.each<[string, Partial<CrossOrigin>, RegExp]>([
  ['a header sent twice', { allowOrigin: '*, *' }, /Access-Control-Allow-Origin is sent twice \("\*, \*"\)/],
  ['a header sent twice, each right', { allowOrigin: `${page}, ${page}` }, /is sent twice/],
  [
    'a disallowed method',
    { status: 400, allowOrigin: page, text: 'Disallowed CORS method' },
    /answered 400: "Disallowed CORS method"/,
  ],
  [
    'a disallowed origin',
    { status: 400, allowOrigin: null, text: 'Disallowed CORS origin' },
    /answered 400: "Disallowed CORS origin"/,
  ],
  ['no header', { allowOrigin: null }, /carries no Access-Control-Allow-Origin/],
  [
    'another page',
    { allowOrigin: 'https://other.example' },
    /allows "https:\/\/other\.example", and not the page/,
  ],
  ['a method that is left out', { allowMethods: 'GET, DELETE' }, /does not allow POST .*: GET, DELETE/],
  ['a wildcard for headers', { allowHeaders: '*' }, /does not allow the header Authorization .*: \*/],
])('%s is quoted', (_, changes, message) => {
  const judgement = judged(changes);
  expect(judgement).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
});

it('without a page that was named nothing is judged, and the reason names the option', () => {
  const judgement = judged({ allowOrigin: null }, null);
  expect(judgement).toBeInstanceOf(Withheld);
  expect(judgement).toMatchObject({ status: 'skipped', reason: expect.stringContaining('--origin') });
});
