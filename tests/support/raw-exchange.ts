import { connect } from 'node:net';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The server ended the connection, within a moment of its answer. */
  readonly closed: boolean;
}

/** One request as bytes on a socket of its own: no client between that would mend, refuse or repeat it. */
export async function rawExchange(baseUrl: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(baseUrl);
  const body = request.body === undefined ? null : Buffer.from(request.body);
  const lines = [`${request.method} ${request.path} HTTP/1.1`, `host: ${host}`];
  for (const [name, value] of Object.entries(request.headers ?? {})) lines.push(`${name}: ${value}`);
  if (body !== null) lines.push(`content-length: ${body.length}`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    let moment: NodeJS.Timeout | undefined;
    const end = (closed: boolean): void => {
      clearTimeout(moment);
      socket.destroy();
      resolve(parse(Buffer.concat(chunks), closed));
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (isWhole(Buffer.concat(chunks), request.method)) moment ??= setTimeout(() => end(false), 30);
    });
    socket.on('end', () => end(true));
    socket.on('error', reject);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    if (body !== null) socket.write(body);
  });
}

const blankLine = '\r\n\r\n';

function isWhole(bytes: Buffer, method: string): boolean {
  const end = bytes.indexOf(blankLine);
  if (end === -1) return false;
  const length = Number(/content-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1] ?? 0);
  return method === 'HEAD' || bytes.length >= end + blankLine.length + length;
}

function parse(bytes: Buffer, closed: boolean): RawAnswer {
  const end = bytes.indexOf(blankLine);
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)] as const;
  });
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers),
    text: bytes.toString('utf8', end + blankLine.length),
    closed,
  };
}
