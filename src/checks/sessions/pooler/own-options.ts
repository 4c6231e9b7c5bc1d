/** One setting that a connection string asks for. */
export interface OwnOption {
  readonly name: string;
  readonly value: string;
}

/**
 * Reads libpq's `options` as the server does: words apart by spaces, a backslash takes the next sign as it
 * is; `-c name=value`, `-cname=value` or `--name=value`, where a dash in a name is an underscore. What is no
 * setting is left out. Source: PostgreSQL manual, 34.1.2 (options) and 19.1.3.
 */
export function readOptions(text: string): OwnOption[] {
  const words = [...text.matchAll(/(?:\\[^]|[^\s\\])+/g)].map(([word]) => word.replace(/\\([^])/g, '$1'));
  const found = new Map<string, string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const assignment = word === '-c' ? words[(index += 1)] : /^(?:-c|--)(.+)$/s.exec(word)?.[1];
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment ?? '') ?? [];
    // The last one wins, as it does for the server.
    if (name !== undefined && value !== undefined) found.set(name.replaceAll('-', '_').toLowerCase(), value);
  }
  return [...found].map(([name, value]) => ({ name, value }));
}
