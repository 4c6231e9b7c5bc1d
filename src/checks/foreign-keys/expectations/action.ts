export const actions = ['no action', 'restrict', 'cascade', 'set null', 'set default'] as const;
export type Action = (typeof actions)[number];

/** `SET_NULL` and `set-null` are `set null`. */
export function plainWords(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, ' ');
}

/** What a key does when its parent goes, in any spelling; undefined for what is no action. */
export function readAction(text: string): Action | undefined {
  const words = plainWords(text);
  return actions.find((action) => action === words);
}
