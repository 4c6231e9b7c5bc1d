/** What can be muted. */
export const kinds = ['source', 'theme', 'topic', 'content-type'] as const;

export type Kind = (typeof kinds)[number];
