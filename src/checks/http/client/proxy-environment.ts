type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that a request to `url` goes through, or null: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (lower
 * case first, as curl reads them; without a scheme it is spoken to in http). It may hold a user and a
 * password: show {@link proxyFor}.
 */
export function proxyUrl(url: URL, environment: Environment): URL | null {
  const read = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? '';
  const named = read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  const proxy = named === '' || named.includes('://') ? named : `http://${named}`;
  if (!URL.canParse(proxy)) return null;
  const host = url.hostname.toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  for (const entry of read('NO_PROXY')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((part) => part !== '')) {
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (only !== undefined && only !== port) continue;
    const suffix = name.replace(/^\*?\./, '');
    if (name === '*' || host === suffix || host.endsWith(`.${suffix}`)) return null;
  }
  return new URL(proxy);
}

/** Host and port of that proxy, without its user and password. */
export function proxyFor(url: URL, environment: Environment): string | null {
  return proxyUrl(url, environment)?.host ?? null;
}
