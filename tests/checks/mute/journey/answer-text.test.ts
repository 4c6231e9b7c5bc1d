import { expect, it } from 'vitest';
import { describeAnswer, answerTextOf } from '../../../../src/checks/mute/journey/answer-text.ts';

const frames = Array.from(
  { length: 40 },
  (_, index) =>
    `  File "/app/.venv/lib/python3.12/site-packages/starlette/layer_${index}.py", line ${index}, in call\n` +
    '    await self.app(scope, receive, send)\n',
).join('');
const exception =
  'asyncpg.exceptions.ForeignKeyViolationError: insert or update on table "user_personalization" violates ' +
  'foreign key constraint "user_personalization_user_id_fkey"\nDETAIL:  Key (user_id)=(1) is not present.';

function answer(text: string, json?: unknown) {
  return {
    status: 500,
    headers: {},
    body: { bytes: text.length, truncated: false, text, ...(json !== undefined && { json }) },
    shapeIssues: [],
  };
}

it('of a traceback the exception comes first, and its frames are folded', () => {
  const told = answerTextOf(answer(`Traceback (most recent call last):\n${frames}${exception}\n`));
  expect(told.detail).toBe(
    `${exception}\n(40 frames; the innermost: File "/app/.venv/lib/python3.12/site-packages/starlette/` +
      'layer_39.py", line 39, in call)',
  );
});

it('of several chained tracebacks the last exception is told', () => {
  const text =
    'Traceback (most recent call last):\n  File "a.py", line 1, in a\nKeyError: 1\n\nDuring handling of the ' +
    'above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "b.py", ' +
    'line 2, in b\nRuntimeError: two\n';
  expect(answerTextOf(answer(text)).detail).toMatch(/^RuntimeError: two\n\(2 frames; .*b\.py/);
});

it.each([
  ['an exception without a frame', 'Traceback (most recent call last):\nValueError: x'],
  ['a traceback that ends within its frames', 'Traceback (most recent call last):\n  File "a.py", line 1'],
])('%s stays as it is', (_, text) => expect(answerTextOf(answer(text)).detail).toBe(text));

it('the class of the exception is kept', () => {
  const json = { detail: 'Internal Server Error', error_type: 'IntegrityError' };
  const told = answerTextOf(answer(JSON.stringify(json), json));
  expect(told).toEqual({ detail: 'Internal Server Error', errorType: 'IntegrityError' });
  expect(describeAnswer({ status: 500, ...told })).toBe(
    'answered 500: Internal Server Error (IntegrityError)',
  );
});

it.each([
  ['<html><head><title>502 Bad Gateway</title></head>…', 'a web page, "502 Bad Gateway"'],
  ['<!DOCTYPE html><h1>Oops</h1>', 'a web page, "Oops"'],
  ['<html>?', 'a web page: <html>?'],
])('a page %s is told by its title', (text, detail) =>
  expect(answerTextOf(answer(text)).detail).toBe(detail),
);

it('nothing is told of an empty body, and no colon stands before it', () => {
  expect(describeAnswer({ status: 503, ...answerTextOf(answer('')) })).toBe(
    'answered 503 with an empty body',
  );
});

it('of a long text both ends are kept', () => {
  const { detail } = answerTextOf(answer(`begin ${'x'.repeat(5000)} end`));
  expect(detail.length).toBeLessThanOrEqual(2000);
  expect(detail).toMatch(/^begin x+ … x+ end$/);
});
