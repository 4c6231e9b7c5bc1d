import { gzipSync } from 'node:zlib';
import { spellingsOf } from './canary.ts';
import { answer, kindToReaders, type Manner } from './hostile-server.ts';

const megabyte = 1_048_576;
const bomb = gzipSync(Buffer.alloc(20 * megabyte));
const long = JSON.stringify({
  muted_sources: Array(200_000).fill('a'),
  muted_themes: [],
  muted_topics: [],
  muted_content_types: [],
});
const json = { 'content-type': 'application/json' };

export const manners: Readonly<Record<string, Manner>> = {
  'a body without end': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n');
    const more = (): void =>
      void (socket.writable && socket.write(`10000\r\n${' '.repeat(65_536)}\r\n`, () => setImmediate(more)));
    more();
  },
  'headers without end': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const more = (): void =>
      void (socket.writable && socket.write('x-more: and more\r\n', () => setTimeout(more, 1)));
    more();
  },
  'a truncated body': (socket) =>
    void socket.end(
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{"muted_sources": [',
    ),
  '10 MB': (socket) => answer(socket, '200 OK', json, `"${' '.repeat(10 * megabyte)}"`),
  'a gzip bomb': (socket) => answer(socket, '200 OK', { ...json, 'content-encoding': 'gzip' }, bomb),
  'an encoding that it does not have': (socket) =>
    answer(socket, '200 OK', { ...json, 'content-encoding': 'gzip' }, '{"muted_sources":[]}'),
  'an encoding that nobody knows': (socket) =>
    answer(socket, '200 OK', { ...json, 'content-encoding': 'x-rot13' }, '{"zhgrq":[]}'),
  'bytes that are no UTF-8': (socket) =>
    answer(socket, '200 OK', json, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x7d])),
  'a flood of headers': (socket) =>
    answer(
      socket,
      '200 OK',
      Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x-${index}`, 'flood'])),
      '{}',
    ),
  'one header of 1 MB': (socket) => answer(socket, '200 OK', { 'x-long': 'a'.repeat(megabyte) }, '{}'),
  'a reset': (socket) => void socket.resetAndDestroy(),
  'an end without an answer': (socket) => void socket.end(),
  'a hang': () => undefined,
  'a hang in the body': (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{'),
  'a redirect to itself': (socket, { path }) =>
    answer(socket, '307 Temporary Redirect', { location: path }, ''),
  'redirects in a circle': (socket, { path }) =>
    answer(socket, '301 Moved Permanently', { location: path.endsWith('?a') ? '/b?b' : '/a?a' }, ''),
  'another protocol': (socket) => void socket.end('220 mail.example ESMTP ready\r\n'),
  'a status that does not exist': (socket) => answer(socket, '999 What', json, '{"detail":"what"}'),
  'a change to another protocol': (socket) =>
    void socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    ),
  'an answer of HTTP/0.9': (socket) => void socket.end('{"muted_sources":[]}'),
  'an answer of HTTP/1.0': (socket) =>
    void socket.end('HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{"muted_sources":[]}'),
  'two lengths that differ': (socket) =>
    void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 4\r\n\r\n{}{}'),
  'hints before the answer, without end': (socket) => {
    const more = (): void =>
      void (
        socket.writable &&
        socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', () => setTimeout(more, 5))
      );
    more();
  },
  'a web page': (socket) =>
    answer(socket, '200 OK', { 'content-type': 'text/html' }, '<!doctype html><title>Parked</title>'),
  'JSON as deep as it is long': (socket) =>
    answer(socket, '200 OK', json, `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  'a list without measure': (socket) => answer(socket, '200 OK', json, long),
  'names that objects have of themselves': (socket) =>
    answer(socket, '200 OK', json, '{"__proto__":{"muted_sources":[]},"constructor":1,"toString":null}'),
  'numbers where lists should be': (socket) =>
    answer(
      socket,
      '200 OK',
      json,
      '{"muted_sources":1,"muted_themes":2,"muted_topics":null,"muted_content_types":{}}',
    ),
  'an answer before it is asked for, twice': (socket) =>
    void socket.write(
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}',
    ),
  'the token, in every place and spelling': (socket, { bearer }) => {
    const said = spellingsOf(bearer);
    const headers = Object.fromEntries(
      said.map((spelling, index) => [`x-echo-${index}`, spelling.replace(/[^\x20-\x7e]/g, '')]),
    );
    answer(
      socket,
      `500 ${bearer}`,
      { ...headers, location: `http://elsewhere.example/?token=${bearer}`, ...json },
      JSON.stringify({ detail: said.join(' | '), message: bearer, muted_themes: said }),
    );
  },
};

const journey: readonly string[] = [
  'a body without end',
  'a truncated body',
  'a reset',
  'a hang',
  'a redirect to itself',
  'a change to another protocol',
  'a web page',
  'JSON as deep as it is long',
  'the token, in every place and spelling',
];

/**
 * From the very first request on; for mutes only; or for everything once the lists were read: all manners, or
 * those that differ there.
 */
export const scopes: Readonly<
  Record<string, { readonly wrap: (manner: Manner) => Manner; readonly names: readonly string[] }>
> = {
  everywhere: { wrap: (manner) => manner, names: Object.keys(manners) },
  'for mutes': { wrap: kindToReaders, names: journey },
  'after 25 requests': {
    wrap: (manner) => {
      let asked = 0;
      const kind = kindToReaders((socket) =>
        answer(socket, '200 OK', json, '{"message":"ok","source_id":"1"}'),
      );
      return (socket, request) => ((asked += 1) > 25 ? manner : kind)(socket, request);
    },
    names: journey,
  },
};
