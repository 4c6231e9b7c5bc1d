import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is wrong with the server. */
export interface Flaws {
  readonly january?: boolean;
  /** Answers 200 to the mute of this route and stores nothing. */
  readonly loses?: string;
  /** Answers 200 to the unmute of this route and keeps the value. */
  readonly keeps?: string;
  /** Answers this status and text to the mute of this route. */
  readonly refuses?: { readonly route: string; readonly status: number; readonly detail: string };
  /** Shows so many entries of each list, and does not say that there are more. */
  readonly shows?: number;
  /** Knows a path by its whole text, query and all. */
  readonly strict?: boolean;
  /** Answers every POST so, whatever it asks for. */
  readonly posts?: { readonly status: number; readonly body: string; readonly type?: string };
  /** Answers every DELETE so, whatever it asks for; other verbs on the path are as they should be, or not. */
  readonly deletes?: {
    readonly status: number;
    readonly body: string;
    readonly type: string;
    /** From the first mute on only. */
    readonly later?: boolean;
    /** Every verb on these paths. */
    readonly unrouted?: boolean;
  };
  /** So many requests for the unmute of a theme come to a replica of an older release, which has none. */
  readonly olderReplica?: number;
  /** Those that come after the first mute. */
  readonly olderReplicaLater?: number;
  /** Answers mutes so, and stores what they ask for when `drain` is called. */
  readonly queues?: { readonly status: number; readonly body: unknown };
  /** Answers the n-th ordinary read so. */
  readonly reads?: { readonly status: number; readonly nth: number };
  /** Characters of a body beyond which a gateway in front refuses it. */
  readonly largest?: number;
  /** Refuses to unmute a content type that there is not. */
  readonly closedTypes?: boolean;
  /** Has no row until the first mute, and says so to an unmute in these words. */
  readonly rowless?: string;
  /** Stores a theme as a topic too. */
  readonly leaks?: boolean;
  /** Replaces the list instead of extending it. */
  readonly replaces?: boolean;
  /** The first mute of a kind replaces its list; those after it do not. */
  readonly wipes?: boolean;
  /** Refuses a mute beside another one (`refuses`), or loses it without a word (`loses`). */
  readonly races?: 'refuses' | 'loses';
  /** Stores slugs as they come. */
  readonly raw?: boolean;
  /** Lets mutes in without a token. */
  readonly open?: boolean;
  /** Sends CORS headers with successes only. */
  readonly hides?: boolean;
  /** Refuses every mute with a text that quotes the Authorization header, plain and in other spellings. */
  readonly echoes?: boolean;
}

/**
 * Called with each request that the route is about to carry out, and waited for; `false` breaks the
 * connection instead.
 */
export type Arrival = (method: string, path: string) => unknown;

const lists = {
  source: 'muted_sources',
  theme: 'muted_themes',
  topic: 'muted_topics',
  'content-type': 'muted_content_types',
} as const;
const fields = {
  source: 'source_id',
  theme: 'theme',
  topic: 'topic',
  'content-type': 'content_type',
} as const;
type Kind = keyof typeof lists;

/** The personalization routes in memory, of one user: quick, and with flaws to order. */
export async function startSmallApi(
  flaws: Flaws = {},
  before: Partial<Record<(typeof lists)[Kind], string[]>> = {},
  arrived: Arrival = () => undefined,
  /** Of the token, in place of a user's that is good for an hour. */
  claimed: Readonly<Record<string, unknown>> = {},
) {
  const claims = Buffer.from(
    JSON.stringify({ sub: 'u', exp: Math.floor(Date.now() / 1000) + 3600, ...claimed }),
  ).toString('base64url');
  const token = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${claims}.QUJD`;
  const state = {
    muted_sources: [] as string[],
    muted_themes: [] as string[],
    muted_topics: [] as string[],
    muted_content_types: [] as string[],
    ...before,
  };
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readBody(request);
      if ((await arrived(request.method ?? '', request.url ?? '')) === false)
        return void request.socket.destroy();
      if (flaws.largest !== undefined && body.length > flaws.largest)
        return void response.writeHead(413, { 'content-type': 'text/html' }).end('<h1>413</h1>');
      if (flaws.posts !== undefined && request.method === 'POST') {
        const { status, body: text, type = 'application/json' } = flaws.posts;
        return void response.writeHead(status, { 'content-type': type }).end(text);
      }
      const { deletes } = flaws;
      const isUnmute =
        request.method === 'DELETE' || (deletes?.unrouted && request.url?.includes('/unmute-'));
      if (deletes !== undefined && isUnmute && !(deletes.later && muted === 0)) {
        return void response.writeHead(deletes.status, { 'content-type': deletes.type }).end(deletes.body);
      }
      const isMute = request.method === 'POST' && request.url?.includes('/mute-') === true;
      muting += isMute ? 1 : 0;
      muted += isMute && request.headers.authorization !== undefined ? 1 : 0;
      if (isMute && flaws.races) await new Promise((resolve) => setTimeout(resolve, 20));
      const beside = isMute && muting > 1;
      if (isMute) setTimeout(() => (muting -= 1), 10);
      if (flaws.races === 'refuses' && beside) {
        response.writeHead(500, { 'content-type': 'application/json' });
        return void response.end('{"detail":"duplicate key value: user_profiles_user_id_key"}');
      }
      const kept = structuredClone(state);
      const [status, answer] = route(request, body);
      if (flaws.races === 'loses' && beside) Object.assign(state, kept);
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(!(flaws.hides && status >= 400) && { 'access-control-allow-origin': '*' }),
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-headers': 'authorization, content-type',
      });
      response.end(JSON.stringify(answer));
    })();
  });
  let hasRow = flaws.rowless === undefined;
  let queue: (() => unknown)[] | null = [];
  let read = 0;
  let muting = 0;
  let muted = 0;
  let older = flaws.olderReplica ?? 0;
  let later = flaws.olderReplicaLater ?? 0;
  const wiped = new Set<Kind>();
  const notFound = [404, { detail: 'Not Found' }] as const;

  const shown = () =>
    Object.fromEntries(Object.entries(state).map(([list, values]) => [list, values.slice(0, flaws.shows)]));

  const route = (
    { method = '', url = '', headers }: IncomingMessage,
    text: string,
  ): readonly [number, unknown] => {
    const path = url
      .replace('/api/users/personalization', '')
      .replace(/\?qa-fresh=.*/, flaws.strict ? '?' : '');
    if (method === 'OPTIONS') return [200, {}];
    const signedIn = headers.authorization === `Bearer ${token}`;
    if (path === '/' && !url.includes('?') && signedIn && (read += 1) === flaws.reads?.nth)
      return [flaws.reads.status, { detail: 'not now' }];
    if (path === '/' && method === 'GET') {
      return signedIn
        ? [
            200,
            {
              ...shown(),
              hide_paid_content: true,
              hide_non_fr_sources: true,
              language_filter_user_set: false,
            },
          ]
        : [401, { detail: 'Invalid token' }];
    }
    const [, verb, kindName = '', value] =
      /^\/(mute|unmute)-(source|theme|topic|content-type)(?:\/(.+))?$/.exec(path) ?? [];
    const kind = kindName as Kind;
    if (verb === undefined || (verb === 'unmute') !== (value !== undefined)) return notFound;
    if (verb === 'unmute' && kind === 'theme' && (older -= 1) >= 0) return notFound;
    if (verb === 'unmute' && kind === 'theme' && muted > 0 && (later -= 1) >= 0) return notFound;
    if (verb === 'unmute' && flaws.january && (kind === 'theme' || kind === 'topic')) return notFound;
    if (method !== (verb === 'mute' ? 'POST' : 'DELETE')) return [405, { detail: 'Method Not Allowed' }];
    if (!signedIn && !(flaws.open && verb === 'mute')) return [401, { detail: 'Not authenticated' }];
    if (flaws.echoes && verb === 'mute') return [500, { detail: quotes(headers.authorization ?? '') }];
    return verb === 'mute' ? mute(kind, text) : unmute(kind, decodeURIComponent(value ?? ''));
  };

  const mute = (kind: Kind, text: string): readonly [number, unknown] => {
    if (flaws.refuses?.route === kind) return [flaws.refuses.status, { detail: flaws.refuses.detail }];
    let given: unknown;
    try {
      given = JSON.parse(text)[fields[kind]];
    } catch {
      return [422, { detail: [] }];
    }
    if (typeof given !== 'string' || (kind === 'source' && !/^[0-9a-f-]{36}$/.test(given)))
      return [422, { detail: [] }];
    if (kind === 'content-type' && !['article', 'podcast', 'youtube'].includes(given))
      return [400, { detail: 'type' }];
    const value = flaws.raw ? given : given.trim().toLowerCase();
    const list = lists[kind];
    if (flaws.queues && queue !== null) {
      queue.push(() => state[list].push(value));
      return [flaws.queues.status, flaws.queues.body];
    }
    hasRow = true;
    if (flaws.wipes && !wiped.has(kind)) state[list] = [];
    wiped.add(kind);
    if (flaws.loses !== kind)
      state[list] = [
        ...(flaws.replaces ? [] : state[list].filter((one) => flaws.january || one !== value)),
        value,
      ];
    if (flaws.leaks && kind === 'theme') state.muted_topics = [...new Set([...state.muted_topics, value])];
    return [200, { message: value, source_id: value }];
  };

  const unmute = (kind: Kind, value: string): readonly [number, unknown] => {
    if (flaws.closedTypes && kind === 'content-type' && !['article', 'podcast', 'youtube'].includes(value))
      return [400, { detail: 'type' }];
    if (!hasRow) return [404, { detail: flaws.rowless }];
    if (flaws.keeps !== kind) state[lists[kind]] = state[lists[kind]].filter((one) => one !== value);
    return [200, { message: value, source_id: value }];
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    state,
    drain: () => {
      for (const store of queue ?? []) store();
      queue = null;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function quotes(authorization: string): string {
  const token = authorization.replace('Bearer ', '');
  const [, claims = ''] = token.split('.');
  return [
    authorization,
    encodeURIComponent(token),
    btoa(token),
    Buffer.from(`x${token}`).toString('base64url'),
    claims,
  ].join(' and ');
}

async function readBody(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}
