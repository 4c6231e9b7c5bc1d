import type { ReferenceApi } from './reference-api.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** A client of the preferences, as the mobile app is one. */
export function preferencesOf(api: Pick<ReferenceApi, 'baseUrl' | 'token'>) {
  const ask = async (method: string, path: string, body?: unknown): Promise<Answered> => {
    const response = await fetch(`${api.baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, json };
  };
  const root = '/api/users/personalization';
  return {
    ask,
    read: () => ask('GET', `${root}/`),
    mute: (kind: 'source' | 'theme' | 'topic', value: string) =>
      ask('POST', `${root}/mute-${kind}`, { [kind === 'source' ? 'source_id' : kind]: value }),
    unmute: (kind: 'source' | 'theme' | 'topic', value: string) =>
      ask('DELETE', `${root}/unmute-${kind}/${encodeURIComponent(value)}`),
    themes: async () => (await ask('GET', `${root}/`)).json['muted_themes'] as string[],
  };
}
