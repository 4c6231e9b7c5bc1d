import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpError } from '../http-error.ts';
import { ValidationError } from './pydantic.ts';
import { JsonDecodeError, parsePythonJson } from './python-json.ts';

/** As much as a client likes to send: FastAPI sets no limit. */
export const bodyLimitBytes = 64 * 1024 * 1024;

/** Every body arrives as bytes, whatever type it declares, even one that is not a media type. */
export function takeBodiesAsBytes(app: FastifyInstance): void {
  const declared = new WeakMap<object, string>();
  app.decorateRequest('declaredType', {
    getter() {
      return declared.get(this.raw) ?? null;
    },
  });
  app.addHook('onRequest', async ({ raw }) => {
    const type = raw.headers['content-type'];
    if (type !== undefined) declared.set(raw, type);
    raw.headers['content-type'] = 'application/octet-stream';
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The Content-Type as it was sent. */
    readonly declaredType: string | null;
  }
}

/**
 * The body of a route that has one, read before anybody is asked who he is. Of another type than JSON it
 * stays a text, which no model accepts; without a type it is JSON where `untyped` says so.
 */
export function readBody(request: FastifyRequest, untyped: 'json' | 'bytes'): unknown {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
  const type = request.declaredType;
  const isJson =
    type === null ? untyped === 'json' : /^application\/(?:[^;\s]+\+)?json\s*(?:;|$)/i.test(type.trim());
  try {
    return isJson
      ? parsePythonJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
      : bytes.toString();
  } catch (error) {
    if (!(error instanceof JsonDecodeError)) throw new HttpError(400, 'There was an error parsing the body');
    throw new ValidationError({
      type: 'json_invalid',
      loc: ['body', error.position],
      msg: 'JSON decode error',
      input: {},
      ctx: { error: error.message },
    });
  }
}
