import type { Exchange } from '../../../src/checks/http/exchange/exchange.ts';
import { exampleAnswer, exampleTraffic } from '../../../src/checks/http/examples/exchanges.ts';
import {
  exampleAct,
  exampleAttempt,
  exampleJourney,
  exampleSnapshot,
  exampleToken,
} from '../../../src/checks/mute/examples/journey.ts';
import type { Scenarios, Seen } from '../support/told.ts';

const signed = (method: string, status: number, path = '/api/x'): Exchange => {
  const detail = status === 401 ? { detail: 'Invalid token: audience' } : { message: 'ok' };
  const exchange = exampleAnswer(path, status, detail);
  return { ...exchange, request: { ...exchange.request, method, authorization: 'token' } };
};
const asked = (...exchanges: readonly Exchange[]): Seen => ({
  snapshot: exampleSnapshot(),
  ...exampleTraffic(...exchanges.map((each, place) => ({ ...each, id: place + 1 }))),
});

const attempt = (step: string, status: number | null) => exampleAttempt({ step, status }).attempts;
const attempted = (...attempts: ReturnType<typeof attempt>): Seen => ({
  ...exampleTraffic(exampleAnswer('/api/x', 401, { detail: 'Not authenticated' })),
  credentials: { attempts },
});

const failing = (withToken: number, without: number): Seen => ({
  ...asked(signed('GET', withToken), exampleAnswer('/api/x', without, { detail: 'no' })),
  snapshot: exampleSnapshot({ status: withToken, preferences: null }),
});

const lost = { theme: ['sport'], source: [] };
const unlisted = (reading: NonNullable<Parameters<typeof exampleJourney>[0]>['reading']): Seen => ({
  snapshot: exampleSnapshot(),
  journey: exampleJourney({ muted: lost, ...(reading === undefined ? {} : { reading }) }),
});

const inFront = exampleAnswer('/api/users/personalization/', 502, '<h1>502 Bad Gateway</h1>', {
  headers: { server: 'nginx' },
});

const nginxPage =
  '<html><head><title>401 Authorization Required</title></head><body><center><h1>401 Authorization ' +
  'Required</h1></center><hr><center>nginx</center></body></html>';

export const muteScenarios: Scenarios = {
  'credentials-rejected': {
    'everybody is answered 503': failing(503, 503),
    'everybody is answered 429': failing(429, 429),
    'a sound token is answered 500, and none 403': failing(500, 403),
    'a proxy asks for its own password': asked({
      ...inFront,
      request: { ...inFront.request, authorization: 'token' },
      answer: inFront.answer && {
        ...inFront.answer,
        status: 401,
        body: { ...inFront.answer.body, text: nginxPage },
      },
    }),
    'everything after the first request is refused': asked(
      signed('GET', 200),
      signed('GET', 401),
      signed('POST', 401),
    ),
    'every write is refused': asked(
      signed('POST', 401),
      signed('GET', 200),
      signed('POST', 401),
      signed('GET', 200),
    ),
    'a read and a write are refused': asked(
      signed('GET', 401, '/api/first'),
      signed('GET', 200),
      signed('POST', 401),
      signed('POST', 200),
    ),
    'a write is refused, and another one is not': asked(
      signed('POST', 401, '/api/first'),
      signed('GET', 200),
      signed('POST', 200),
    ),
  },
  'open-endpoint': {
    'an empty mute is refused for its body': attempted(
      ...attempt('mute nothing (theme) without a token', 422),
    ),
    'an empty mute is refused for its body, as older servers do': attempted(
      ...attempt('mute nothing (theme) without a token', 400),
    ),
    'an empty mute is refused for want of a token': attempted(
      ...attempt('mute nothing (theme) without a token', 401),
    ),
    'an empty mute and a whole one': attempted(
      ...attempt('mute nothing (theme) without a token', 422),
      ...attempt('mute theme without a token', 401),
    ),
    'an empty mute and a whole one of another kind': attempted(
      ...attempt('mute nothing (theme) without a token', 422),
      ...attempt('mute topic', 401),
    ),
    'two are not answered, and another body is refused': attempted(
      ...attempt('read without a token', null),
      ...attempt('mute theme', null),
      ...attempt('mute topic', 422),
    ),
    'a proxy answered': {
      ...exampleTraffic(
        { ...inFront, request: { ...inFront.request, path: '/api/x' } },
        exampleAnswer('/api/y', 401, {}),
      ),
      credentials: { attempts: attempt('mute theme', 502) },
    },
    'a web page answered': {
      ...exampleTraffic(exampleAnswer('/api/x', 401, { detail: 'Not authenticated' })),
      credentials: {
        attempts: attempt('mute theme', 200).map((each) => ({ ...each, detail: 'a web page, "Welcome"' })),
      },
    },
    'everybody is answered 503': attempted(
      ...attempt('read without a token', 503),
      ...attempt('mute theme', 429),
      ...attempt('mute topic', 307),
    ),
    'what was let in is undone': attempted(...attempt('undo mute theme', 200)),
  },
  'clock-skew': {
    'a proxy answered': {
      token: exampleToken,
      snapshot: exampleSnapshot({ apiDate: '2026-01-26T10:00:00.000Z' }),
      ...exampleTraffic(inFront),
    },
    'a proxy answered, to a token of the future': {
      token: { ...exampleToken, issuedAt: '2026-01-26T09:05:00.000Z' },
      snapshot: exampleSnapshot({ apiDate: '2026-01-26T10:00:00.000Z' }),
      ...exampleTraffic(inFront),
    },
  },
  'forged-token-accepted': {
    'everybody is answered 503': {
      ...exampleTraffic(exampleAnswer('/api/x', 503, { error: 'maintenance' })),
      credentials: exampleAttempt({ authorization: 'forged', status: 503 }),
    },
  },
  'lost-mute': {
    'two mutes are lost': { snapshot: exampleSnapshot(), journey: exampleJourney({ muted: lost }) },
    'two mutes are lost, after three reads': unlisted({ tries: 3 }),
    'the lists are a part': unlisted({ paged: 'next: 2' }),
    'the lists come from a cache': unlisted({ cache: 'age: 57' }),
    'every mute was refused': {
      snapshot: exampleSnapshot(),
      journey: exampleJourney({
        walks: {
          source: { mute: exampleAct({ status: 500 }) },
          theme: { mute: exampleAct({ status: 500 }) },
          topic: { mute: exampleAct({ status: 500 }) },
          'content-type': { mute: exampleAct({ status: 500 }) },
        },
      }),
    },
  },
};
