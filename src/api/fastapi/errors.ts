import type { FastifyInstance, FastifyReply } from 'fastify';
import { exceptionName } from '../database/driver-text.ts';
import { HttpError } from '../http-error.ts';
import { ValidationError } from './pydantic.ts';
import { renderPythonJson } from './python-json.ts';
import { closeAfterwards } from './server.ts';

/** Gives every error the form that the product's framework, FastAPI, gives it. */
export function answerLikeFastApi(app: FastifyInstance, tracebacks: boolean): void {
  const routes: { readonly method: string; readonly pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}$`);
    for (const one of [method].flat()) routes.push({ method: one, pattern });
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

  app.setReplySerializer(renderPythonJson);
  app.setErrorHandler((error: Error, _request, reply) => {
    const [status, detail] = answerOf(error);
    if (status === null) return unhandled(error, reply, tracebacks);
    if (error instanceof HttpError) reply.headers(error.headers);
    try {
      return reply.code(status).type('application/json').send(renderPythonJson({ detail }));
    } catch (unencodable) {
      // It quotes the input, and the input can be read but not written.
      return unhandled(unencodable as Error, reply, tracebacks);
    }
  });
}

/** Null for an error that was not expected. */
function answerOf(error: Error): [number, unknown] | [null] {
  if (error instanceof HttpError) return [error.statusCode, error.message];
  if (error instanceof ValidationError) return [422, error.detail];
  return [null];
}

/** The product's outermost layer answers these, outside the one that adds the CORS headers. */
function unhandled(error: Error, reply: FastifyReply, tracebacks: boolean): FastifyReply {
  closeAfterwards(reply);
  for (const name of Object.keys(reply.getHeaders())) {
    if (name.startsWith('access-control-')) reply.removeHeader(name);
  }
  reply.code(500);
  const name = exceptionName(error);
  if (!tracebacks) return reply.send({ detail: 'Internal Server Error', error_type: name });
  const traceback = [
    'Traceback (most recent call last):',
    '  File "/app/app/routers/personalization.py", line 42, in handler',
    `${name}: ${error.message}\n`,
  ].join('\n');
  return reply.type('text/plain; charset=utf-8').send(traceback);
}
