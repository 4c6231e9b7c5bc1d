/** What a user can mute. The order is the order of every table and list. */
export const kinds = ['source', 'theme', 'topic', 'content-type'] as const;
export type Kind = (typeof kinds)[number];

/** The content types that the product knows; anything else is answered 400. */
export const contentTypes = ['article', 'podcast', 'youtube'] as const;

/**
 * Below origin and prefix. With the slash it is the list, without it 404: redirects are off on the server.
 */
export const personalizationPath = '/users/personalization';

interface KindContract {
  /** The last part of the path that mutes; the one that unmutes has the value behind it. */
  readonly mute: string;
  readonly unmute: string;
  /** The field of the mute's body. */
  readonly field: string;
  /** The list of the answer to GET. */
  readonly list: string;
}

/** The contract's calls, a kind a line. */
export const contracts = {
  source: { mute: 'mute-source', unmute: 'unmute-source', field: 'source_id', list: 'muted_sources' },
  theme: { mute: 'mute-theme', unmute: 'unmute-theme', field: 'theme', list: 'muted_themes' },
  topic: { mute: 'mute-topic', unmute: 'unmute-topic', field: 'topic', list: 'muted_topics' },
  'content-type': {
    mute: 'mute-content-type',
    unmute: 'unmute-content-type',
    field: 'content_type',
    list: 'muted_content_types',
  },
} as const satisfies Record<Kind, KindContract>;

/** The flags that a route sets; `language_filter_user_set` follows from the second. */
export const flagContracts = {
  hide_paid_content: { route: 'toggle-paid-content', field: 'hide_paid' },
  hide_non_fr_sources: { route: 'toggle-hide-non-fr-sources', field: 'hide_non_fr' },
} as const;
export type SettableFlag = keyof typeof flagContracts;

export function isSettable(flag: string): flag is SettableFlag {
  return Object.hasOwn(flagContracts, flag);
}

/** One of anything for each kind. */
export function forEachKind<T>(make: (kind: Kind) => T): Record<Kind, T> {
  return {
    source: make('source'),
    theme: make('theme'),
    topic: make('topic'),
    'content-type': make('content-type'),
  };
}
