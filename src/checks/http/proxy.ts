/**
 * Host and port of the proxy that a request to `url` goes through, or null: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`
 * (lower case first, as curl reads them). Never with the proxy's user and password.
 */
export function proxyFor(url: URL, environment: Readonly<Record<string, string | undefined>>): string | null {
  const read = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? '';
  const proxy = read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '' || !URL.canParse(proxy)) return null;
  const host = url.hostname.toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  for (const entry of read('NO_PROXY').toLowerCase().split(/[\s,]+/).filter((part) => part !== '')) {
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (only !== undefined && only !== port) continue;
    const suffix = name.replace(/^\*?\./, '');
    if (name === '*' || host === suffix || host.endsWith(`.${suffix}`)) return null;
  }
  return new URL(proxy).host;
}
