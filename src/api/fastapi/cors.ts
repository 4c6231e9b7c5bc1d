import type { FastifyInstance } from 'fastify';

const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Any website may call, without credentials; that is Starlette's middleware as the product sets it up. */
export function allowAnyOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers, method }, reply) => {
    if (headers.origin === undefined) return undefined;
    reply.header('access-control-allow-origin', '*');
    const asked = headers['access-control-request-method'];
    if (method !== 'OPTIONS' || asked === undefined) return undefined;
    const wanted = headers['access-control-request-headers'];
    reply.header('access-control-allow-methods', methods.join(', ')).header('access-control-max-age', '600');
    if (wanted !== undefined) reply.header('access-control-allow-headers', wanted);
    reply.type('text/plain; charset=utf-8');
    return methods.includes(asked) ? reply.send('OK') : reply.code(400).send('Disallowed CORS method');
  });
}
