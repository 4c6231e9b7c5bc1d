import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReferenceApi, type ReferenceApi } from '../../support/reference-api.ts';
import { rawExchange, type RawAnswer, type RawRequest } from '../../support/raw-exchange.ts';

const root = '/api/users/personalization';
const json = { 'content-type': 'application/json' };
const id = '0f0e0d0c-0b0a-4908-8706-050403020100';
const hex = id.replaceAll('-', '');
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

let api: ReferenceApi;
let november: ReferenceApi;
beforeAll(async () => {
  [api, november] = await Promise.all([startReferenceApi(), startReferenceApi({ release: 'november' })]);
});
afterAll(() => Promise.all([api.close(), november.close()]));

async function ask(request: RawRequest, on = api): Promise<RawAnswer> {
  const authorization = `Bearer ${on.token}`;
  return rawExchange(on.baseUrl, { ...request, headers: { authorization, ...request.headers } });
}

const detail = (answer: RawAnswer): unknown => (JSON.parse(answer.text) as { detail: unknown }).detail;
const mute = (
  kind: string,
  body: string | Uint8Array,
  headers: Record<string, string> = json,
): RawRequest => ({
  method: 'POST',
  path: `${root}/mute-${kind}`,
  headers,
  body,
});

/** The order is that of the file: the first mute gives the user a row. */
describe('what FastAPI answers to the same bytes', () => {
  it.each([
    ['with hyphens', id],
    ['in capitals', id.toUpperCase()],
    ['without hyphens', hex],
    ['in braces', `{${id}}`],
    ['as a URN', `urn:uuid:${id}`],
  ])('a source id %s is that source', async (_how, spelling) => {
    const answer = await ask(mute('source', JSON.stringify({ source_id: spelling })));
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { source_id: id }]);
    const undone = await ask({
      method: 'DELETE',
      path: `${root}/unmute-source/${encodeURIComponent(spelling)}`,
      headers: json,
    });
    expect([undone.status, JSON.parse(undone.text)]).toMatchObject([200, { source_id: id }]);
  });

  it.each([
    ['abc', 'invalid length: expected length 32 for simple format, found 3'],
    ['', 'invalid length: expected length 32 for simple format, found 0'],
    [` ${id}`, 'invalid character: found ` ` at 1'],
    [`g${id.slice(1)}`, 'invalid character: found `g` at 1'],
    [`URN:UUID:${id}`, 'invalid character: found `U` at 1'],
    [`{${hex}}`, 'invalid group count: expected 5, found 1'],
    [id.slice(0, -1), 'invalid group length in group 4: expected 12, found 11'],
  ])('the source id %o is refused', async (spelling, error) => {
    const answer = await ask(mute('source', JSON.stringify({ source_id: spelling })));
    const msg = `Input should be a valid UUID, ${error}`;
    const expected = [
      { type: 'uuid_parsing', loc: ['body', 'source_id'], msg, input: spelling, ctx: { error } },
    ];
    expect([answer.status, detail(answer)]).toEqual([422, expected]);
  });

  it.each([
    ['true', true],
    ['"True"', true],
    ['"yes"', true],
    ['"oN"', true],
    ['1', true],
    ['1.0', true],
    ['"t"', true],
    ['"off"', false],
    ['"0"', false],
    ['-0', false],
    ['"N"', false],
    ['2', 'bool_parsing'],
    ['"maybe"', 'bool_parsing'],
    ['" true "', 'bool_parsing'],
    ['0.5', 'bool_type'],
    ['null', 'bool_type'],
    ['[]', 'bool_type'],
  ])('the boolean %s is read as %s', async (written, read) => {
    const answer = await ask({
      method: 'POST',
      path: `${root}/toggle-paid-content`,
      headers: json,
      body: `{"hide_paid":${written}}`,
    });
    if (typeof read === 'boolean') {
      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { hide_paid_content: read }]);
    } else {
      expect([answer.status, detail(answer)]).toMatchObject([
        422,
        [{ type: read, loc: ['body', 'hide_paid'] }],
      ]);
    }
  });

  it.each([
    ['{', 1, 'Expecting property name enclosed in double quotes'],
    ["{'theme':'a'}", 1, 'Expecting property name enclosed in double quotes'],
    ['{"theme":"a",}', 13, 'Expecting property name enclosed in double quotes'],
    ['{"theme"', 8, "Expecting ':' delimiter"],
    ['{"theme":"😀" x', 13, "Expecting ',' delimiter"],
    ['{"theme":', 9, 'Expecting value'],
    ['theme', 0, 'Expecting value'],
    ['[1,]', 3, 'Expecting value'],
    ['{"theme":"a', 9, 'Unterminated string starting at'],
    ['{"theme":"a"} x', 14, 'Extra data'],
    ['01', 1, 'Extra data'],
    ['{"theme":"\\x"}', 10, 'Invalid \\escape'],
    ['{"theme":"\\u12"}', 11, 'Invalid \\uXXXX escape'],
    ['{"theme":"a\tb"}', 11, 'Invalid control character at'],
  ])('the text %s is no JSON at %i', async (text, position, error) => {
    const answer = await ask(mute('theme', text));
    const invalid = { type: 'json_invalid', loc: ['body', position], msg: 'JSON decode error', input: {} };
    expect([answer.status, detail(answer), answer.closed]).toEqual([
      422,
      [{ ...invalid, ctx: { error } }],
      false,
    ]);
  });

  it.each([
    ['nothing', '', [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]],
    ['null', 'null', [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]],
    [
      'no field',
      '{"x":1}',
      [{ type: 'missing', loc: ['body', 'theme'], msg: 'Field required', input: { x: 1 } }],
    ],
    ['a list', '[1]', [{ type: 'model_attributes_type', loc: ['body'], input: [1] }]],
    ['a number', '{"theme":3}', [{ type: 'string_type', loc: ['body', 'theme'], input: 3 }]],
    ['nested lists', `{"theme":${deep(200)}}`, [{ type: 'string_type', loc: ['body', 'theme'] }]],
  ])('%s where a theme should be', async (_what, text, expected) => {
    const answer = await ask(mute('theme', text));
    expect([answer.status, detail(answer)]).toMatchObject([422, expected]);
  });

  it.each([
    ['lists in lists', deep(100_000)],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('%s cannot be parsed at all', async (_what, body) => {
    const answer = await ask(mute('theme', body));
    expect([answer.status, detail(answer)]).toEqual([400, 'There was an error parsing the body']);
  });

  it.each([
    ['NaN', '{"theme":NaN}', 'ValueError'],
    ['NaN beside what is missing', '{"x":NaN}', 'ValueError'],
    ['-Infinity', '-Infinity', 'ValueError'],
    ['a lone surrogate for an id', '{"source_id":"\\ud800"}', 'UnicodeEncodeError'],
  ])('%s is an unhandled error, and the connection ends without a word', async (_what, body, error_type) => {
    const kind = body.includes('source_id') ? 'source' : 'theme';
    const origin = { origin: 'https://app.example' };
    const answer = await ask(mute(kind, body, { ...json, ...origin }));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      500,
      { detail: 'Internal Server Error', error_type },
    ]);
    expect(answer.closed).toBe(true);
    expect(answer.headers).not.toHaveProperty('connection');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['NUL', '\\u0000', /\(psycopg\.DataError\) PostgreSQL text fields cannot contain NUL/],
    ['a lone surrogate', '\\udfff', /'utf-8' codec can't encode character '\\udfff'/],
  ])('%s in a theme is what the driver refuses', async (_what, escaped, text) => {
    const answer = await ask(mute('theme', `{"theme":"a${escaped}"}`));
    expect([answer.status, detail(answer), answer.closed]).toEqual([500, expect.stringMatching(text), false]);
  });

  it.each([
    ['application/json; charset=utf-8', 200],
    ['Application/JSON', 200],
    ['application/problem+json', 200],
    ['application/json;;', 200],
    ['text/plain', 422],
    ['/', 422],
  ])('a body declared as %s: %i', async (type, status) => {
    expect((await ask(mute('theme', '{"theme":"a","more":NaN}', { 'content-type': type }))).status).toBe(
      status,
    );
  });

  it.each<[string, RawRequest, number, Record<string, string>]>([
    [
      'DELETE, declared as JSON, without a body',
      { method: 'DELETE', path: '/unmute-theme/a', headers: json },
      200,
      {},
    ],
    [
      'a broken body where none is read',
      { ...mute('x', '{'), method: 'DELETE', path: '/unmute-theme/a' },
      200,
      {},
    ],
    ['no slash', { method: 'GET', path: '' }, 404, {}],
    ['a slash too many', { ...mute('theme', '{"theme":"a"}'), path: '/mute-theme/' }, 404, {}],
    ['no value to unmute', { method: 'DELETE', path: '/unmute-theme/' }, 404, {}],
    ['an encoded slash', { method: 'DELETE', path: '/unmute-theme/a%2Fb' }, 404, {}],
    ['bytes that are no UTF-8', { method: 'DELETE', path: '/unmute-theme/%FF' }, 200, {}],
    ['no percent escape', { method: 'DELETE', path: '/unmute-theme/%zz' }, 200, {}],
    ['the wrong verb', { method: 'GET', path: '/mute-theme' }, 405, { allow: 'POST' }],
    ['HEAD', { method: 'HEAD', path: '/' }, 405, { allow: 'GET' }],
    ['OPTIONS that is no preflight', { method: 'OPTIONS', path: '/mute-theme' }, 405, { allow: 'POST' }],
  ])('%s', async (_what, request, status, headers) => {
    const answer = await ask({ ...request, path: `${root}${request.path}` });
    expect([answer.status, answer.headers]).toMatchObject([status, headers]);
  });

  it.each([
    ['as JSON', json, '{'],
    ['as JSON, empty', json, ''],
    ['as no media type', { 'content-type': 'x' }, 'zz'],
    ['undeclared', {}, 'zz'],
  ])('POST /api/health %s is 405', async (_how, headers, body) => {
    const answer = await ask({ method: 'POST', path: '/api/health', headers, body });
    expect([answer.status, answer.headers['allow'], detail(answer)]).toEqual([
      405,
      'GET',
      'Method Not Allowed',
    ]);
  });

  it('credentials are asked for before a body is judged, and after it is read', async () => {
    const without = { ...json, authorization: '' };
    expect((await ask(mute('source', '{"source_id":"abc"}', without))).status).toBe(403);
    expect(await ask(mute('source', '{"source_id":"abc"}', without), november)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
      text: '{"detail":"Not authenticated"}',
    });
    expect((await ask(mute('source', '{', without))).status).toBe(422);
    expect(
      (await ask({ method: 'DELETE', path: `${root}/unmute-source/abc`, headers: without })).status,
    ).toBe(403);
  });

  it('any origin may ask, without credentials', async () => {
    const origin = { origin: 'https://app.example' };
    const preflight = {
      ...origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'a',
    };
    expect(await ask({ method: 'OPTIONS', path: `${root}/anything`, headers: preflight })).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'a' },
      text: 'OK',
    });
    const brew = { ...origin, 'access-control-request-method': 'BREW' };
    expect((await ask({ method: 'OPTIONS', path: root, headers: brew })).status).toBe(400);
    const refused = await ask({ method: 'GET', path: '/api/nowhere', headers: origin });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([404, '*']);
    expect(refused.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('speaks as uvicorn does', async () => {
    const answer = await ask({ method: 'GET', path: '/api/health' });
    expect(answer.headers).toMatchObject({ server: 'uvicorn', 'content-type': 'application/json' });
    expect(answer.headers).not.toHaveProperty('connection');
    const gibberish = await rawExchange(api.baseUrl, { method: 'GE T', path: '/' });
    expect([gibberish.status, gibberish.text]).toEqual([400, 'Invalid HTTP request received.']);
  });
});
