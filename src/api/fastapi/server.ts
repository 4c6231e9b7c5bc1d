import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Socket } from 'node:net';

/** How uvicorn speaks HTTP, where node would speak otherwise. */
export function serveLikeUvicorn(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, { raw }) => {
    raw.setHeader('server', 'uvicorn');
    // Node would say `Connection: keep-alive`; uvicorn keeps the connection without a word.
    raw.removeHeader('connection');
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    const type = reply.getHeader('content-type');
    if (type === 'application/json; charset=utf-8') reply.header('content-type', 'application/json');
    return payload;
  });
}

/** After an unhandled error the connection ends with the answer, and no header says so. */
export function closeAfterwards({ raw, request }: FastifyReply): void {
  raw.once('finish', () => request.raw.socket.destroySoon());
}

/** What is no HTTP at all. */
export function refuseGibberish(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const text = 'Invalid HTTP request received.';
  const type = 'content-type: text/plain; charset=utf-8';
  socket.end(
    `HTTP/1.1 400 Bad Request\r\n${type}\r\nconnection: close\r\ncontent-length: ` +
      `${text.length}\r\n\r\n${text}`,
  );
}

/**
 * The path as the router sees it: uvicorn decodes it first, so that an encoded slash is a slash, and bytes
 * that are no UTF-8 are replacement characters.
 */
export function routedUrl(url: string): string {
  const [path = '', ...query] = url.split('?');
  const bytes = path.replace(/%([0-9a-fA-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  const decoded = Buffer.from(bytes, 'latin1').toString('utf8');
  return [decoded.split('/').map(encodeURIComponent).join('/'), ...query].join('?');
}
