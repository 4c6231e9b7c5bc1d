import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HttpError } from './http-error.ts';
import type { Release } from './store.ts';

/** Gives every error the form that the product's framework, FastAPI, gives it. */
export function answerLikeFastApi(app: FastifyInstance, release: Release): void {
  const routes: { readonly method: string; readonly pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    // The CORS plugin's answer to preflights, on every path: no route of the product.
    if (url === '*') return;
    const pattern = new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}$`);
    for (const one of [method].flat()) if (one !== 'OPTIONS') routes.push({ method: one, pattern });
  });

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = routes.filter((route) => route.pattern.test(path)).map((route) => route.method);
    if (allowed.length === 0) return reply.code(404).send({ detail: 'Not Found' });
    return reply
      .code(405)
      .header('allow', [...new Set(allowed)].join(', '))
      .send({ detail: 'Method Not Allowed' });
  });

  // A body of no declared type, or another one, is read all the same: validation then says what it lacks.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof HttpError) return reply.code(error.statusCode).send({ detail: error.message });
    if (hasZodFastifySchemaValidationErrors(error))
      return reply.code(422).send({ detail: validationDetails(error, request) });
    if (
      error instanceof SyntaxError ||
      /^FST_ERR_CTP_(INVALID_JSON_BODY|EMPTY_JSON_BODY)$/.test(error.code)
    ) {
      return reply.code(422).send({ detail: [unreadableJson(error)] });
    }
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return reply.code(413).send({ detail: 'Request Entity Too Large' });
    if (error.statusCode !== undefined && error.statusCode < 500)
      return reply.code(error.statusCode).send({ detail: error.message });
    return unhandled(error, reply, release);
  });
}

/** The product's outermost layer answers these, outside the one that adds the CORS headers. */
function unhandled(error: FastifyError, reply: FastifyReply, release: Release): FastifyReply {
  for (const name of Object.keys(reply.getHeaders()))
    if (name.startsWith('access-control-')) reply.removeHeader(name);
  reply.code(500);
  if (release === 'current') return reply.send({ detail: 'Internal Server Error', error_type: error.name });
  const traceback = [
    'Traceback (most recent call last):',
    '  File "/app/app/routers/personalization.py", line 42, in handler',
    `${error.name}: ${error.message}\n`,
  ].join('\n');
  return reply.type('text/plain; charset=utf-8').send(traceback);
}

interface Detail {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

function unreadableJson(error: Error): Detail {
  const position = Number(/position (\d+)/.exec(error.message)?.[1] ?? 0);
  return {
    type: 'json_invalid',
    loc: ['body', position],
    msg: 'JSON decode error',
    input: {},
    ctx: { error: error.message },
  };
}

const types: Readonly<Record<string, { readonly type: string; readonly msg: string }>> = {
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  boolean: { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' },
  object: {
    type: 'model_attributes_type',
    msg: 'Input should be a valid dictionary or object to extract fields from',
  },
};
const uuid = { type: 'uuid_parsing', msg: 'Input should be a valid UUID, invalid character or length' };
const uuidType = { type: 'uuid_type', msg: 'UUID input should be a string, bytes or UUID object' };
const missing = { type: 'missing', msg: 'Field required' };

type Issue = {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: unknown;
};

function validationDetails(
  error: { readonly validation: readonly Issue[]; readonly validationContext?: string },
  request: FastifyRequest,
): Detail[] {
  const place = error.validationContext === 'params' ? 'path' : 'body';
  const given: unknown = place === 'path' ? request.params : request.body;
  return error.validation.map((issue): Detail => {
    const path = issue.instancePath.split('/').filter((part) => part !== '');
    const input = path.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | null)?.[key],
      given,
    );
    if (path.length === 0 && (given === undefined || given === null))
      return { ...missing, loc: [place], input: null };
    if (input === undefined) return { ...missing, loc: [place, ...path], input: given };
    return { ...describe(issue, path, input), loc: [place, ...path], input };
  });
}

function describe(issue: Issue, path: readonly string[], input: unknown): { type: string; msg: string } {
  const { format, expected } = issue.params as { format?: string; expected?: string };
  if (format === 'guid') return uuid;
  if (path.at(-1) === 'source_id' && typeof input !== 'string') return uuidType;
  return types[expected ?? ''] ?? { type: 'value_error', msg: issue.message ?? 'Value error' };
}
