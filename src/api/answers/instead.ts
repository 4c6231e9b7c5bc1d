import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { personalizationPath } from '../routes/personalization.ts';

/** An answer as it goes over the wire, of whatever stands in the application's place. */
export interface Canned {
  readonly status: number;
  /** The Content-Type, or null where there is no body. */
  readonly type: string | null;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Gives this answer in the application's place, before it has seen the request. */
export function answerInstead(
  app: FastifyInstance,
  concerns: (request: FastifyRequest) => boolean,
  answer: () => Canned,
): void {
  app.addHook('onRequest', async (request, reply) => (concerns(request) ? give(reply, answer()) : undefined));
}

export function give(reply: FastifyReply, { status, type, text, headers = {} }: Canned): FastifyReply {
  reply.code(status).headers(headers).removeHeader('x-request-id');
  if (type !== null) reply.type(type);
  return reply.send(text);
}

/** All but the keys that tokens are verified with, which are another server's in production. */
export function isProduct({ url }: FastifyRequest): boolean {
  return !url.startsWith('/.well-known/');
}

export function isHealth({ url }: FastifyRequest): boolean {
  return /^\/api\/health(?:\/|$|\?)/.test(url);
}

/** The reading of the preferences. */
export function isList({ method, url }: FastifyRequest): boolean {
  return method === 'GET' && url.split('?')[0] === `${personalizationPath}/`;
}

export function isMute({ method, url }: FastifyRequest): boolean {
  return method === 'POST' && url.startsWith(`${personalizationPath}/mute-`);
}

export function isPost({ method, url }: FastifyRequest): boolean {
  return method === 'POST' && url.startsWith('/api/');
}

/** Every request that changes something. */
export function isWrite({ method, url }: FastifyRequest): boolean {
  return /^(?:POST|DELETE)$/.test(method) && url.startsWith(personalizationPath);
}
