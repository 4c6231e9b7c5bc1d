import { expect, it } from 'vitest';
import type { Api, ApiRequest } from '../../../../src/checks/http/client/api.ts';
import type { Exchange } from '../../../../src/checks/http/exchange/exchange.ts';
import { exampleAnswer, exampleFailure } from '../../../../src/checks/http/examples/exchanges.ts';
import { createLedger } from '../../../../src/checks/mute/journey/ledger.ts';
import { isPromise, takeStep } from '../../../../src/checks/mute/journey/step.ts';

const request: ApiRequest = { step: 'mute', method: 'POST', path: '/api/x' };

/** One change, by an API that does this, and what the run then knows of its changes. */
async function changedBy(send: Api['send'], signal = new AbortController().signal) {
  const ledger = createLedger('0123456789ab');
  const hardSignal = new AbortController().signal;
  const ended = await takeStep({ ledger, signal, hardSignal, api: { send } }, request).catch(
    (error: unknown) => error,
  );
  const { touched, unanswered } = ledger;
  return { touched, unanswered, failed: ended instanceof Error };
}

const answering = (exchange: Exchange) => async () => exchange;

it('what ended while it waited for its turn never went out: nothing was changed', async () => {
  const unsent = changedBy(async ({ onUnsent }) => {
    onUnsent?.();
    throw new Error('interrupted');
  });
  expect(await unsent).toEqual({ touched: false, unanswered: false, failed: true });
});

it('what ended after it went out may have been done', async () => {
  const torn = changedBy(async () => {
    throw new Error('interrupted');
  });
  expect(await torn).toMatchObject({ touched: true, failed: true });
});

it('after an interrupt no further change is sent', async () => {
  let sent = 0;
  const late = changedBy(
    async () => {
      sent += 1;
      return exampleAnswer('/api/x', 200, {});
    },
    AbortSignal.abort(new Error('interrupted')),
  );
  expect(await late).toEqual({ touched: false, unanswered: false, failed: true });
  expect(sent).toBe(0);
});

it.each<[string, Exchange, boolean]>([
  ['200', exampleAnswer('/api/x', 200, {}), false],
  ['500', exampleAnswer('/api/x', 500, {}), false],
  ['408', exampleAnswer('/api/x', 408, ''), true],
  ['499', exampleAnswer('/api/x', 499, ''), true],
  ['502', exampleAnswer('/api/x', 502, ''), true],
  ['504', exampleAnswer('/api/x', 504, ''), true],
  ['522', exampleAnswer('/api/x', 522, ''), true],
  ['524', exampleAnswer('/api/x', 524, ''), true],
  ['a reset', exampleFailure('/api/x', { layer: 'reset', code: null, message: 'reset' }), true],
  ['a timeout', exampleFailure('/api/x', { layer: 'timeout', code: null, message: 'late' }), true],
])(
  'a change that ends in %s went out; that it may still happen is %o',
  async (_what, exchange, unanswered) => {
    expect(await changedBy(answering(exchange))).toEqual({ touched: true, unanswered, failed: false });
  },
);

it.each<[number, string, boolean]>([
  [202, '', true],
  [200, '{"status":"queued"}', true],
  [200, '{"state": "PENDING"}', true],
  [201, '{"message":"enqueued as job 7"}', true],
  [200, '{"message":"Thème masqué"}', false],
  [200, '{"message":"nothing is pending"}', false],
  [204, '', false],
  [503, '{"status":"queued"}', false],
])('%i %s is a promise: %o', (status, detail, expected) => {
  expect(isPromise({ status, detail })).toBe(expected);
});
