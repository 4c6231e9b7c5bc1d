import { BlockList, isIP } from 'node:net';
import { bareHost } from './loopback.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Schemes of the proxies that are supported. */
const supported = ['http:', 'https:'];

/**
 * The proxy that a request to `url` goes through, or null: `HTTPS_PROXY`, `HTTP_PROXY`, for both of them
 * `ALL_PROXY`, and `NO_PROXY` (lower case first, as curl reads them; without a scheme it is spoken to in
 * http). It may hold a user and a password: show {@link proxyFor}.
 */
export function proxyUrl(url: URL, environment: Environment): URL | null {
  const proxy = namedProxy(url, environment)?.url ?? null;
  return proxy === null || !supported.includes(proxy.protocol) || isExcepted(url, environment) ? null : proxy;
}

/** Host and port of that proxy, without its user and password. */
export function proxyFor(url: URL, environment: Environment): string | null {
  return proxyUrl(url, environment)?.host ?? null;
}

/**
 * What is wrong with the proxy that the environment names for `url`, in a sentence; null where nothing is.
 */
export function proxyMistake(url: URL, environment: Environment): string | null {
  const named = namedProxy(url, environment);
  if (named === null || isExcepted(url, environment)) return null;
  const { variable, url: proxy } = named;
  if (proxy === null) return `${variable} is not the URL of a proxy: write it as http://host:port.`;
  if (supported.includes(proxy.protocol)) return null;
  return (
    `${variable} names a ${proxy.protocol}// proxy, which is not supported: give one of ` +
    `http://, or name ${url.hostname} in NO_PROXY.`
  );
}

/** The variable that counts for `url`, and its value as a URL: null where it is none. */
function namedProxy(
  url: URL,
  environment: Environment,
): { readonly variable: string; readonly url: URL | null } | null {
  const scheme = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const variable = [scheme, 'ALL_PROXY']
    .flatMap((name) => [name.toLowerCase(), name])
    .find((name) => environment[name] !== undefined);
  const value = variable === undefined ? '' : (environment[variable] ?? '').trim();
  if (variable === undefined || value === '') return null;
  const proxy = value.includes('://') ? value : `http://${value}`;
  return { variable, url: URL.canParse(proxy) ? new URL(proxy) : null };
}

/**
 * Whether `NO_PROXY` names the host: by name, by suffix, by `*`, or as an address in a network (10.0.0.0/8).
 */
function isExcepted(url: URL, environment: Environment): boolean {
  const host = bareHost(url.hostname.toLowerCase());
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const entries = (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '').toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => {
    if (entry === '' || entry === '*') return entry === '*';
    if (isIP(host) !== 0 && isWithin(host, entry)) return true;
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (only !== undefined && only !== port) return false;
    const suffix = bareHost(name.replace(/^\*?\./, ''));
    return name === '*' || host === suffix || host.endsWith(`.${suffix}`);
  });
}

/** Whether an address is the entry's, or lies in its network; false for an entry that names neither. */
function isWithin(address: string, entry: string): boolean {
  const [network = '', bits] = bareHost(entry).split('/');
  const family = isIP(network);
  if (family === 0 || family !== isIP(address)) return false;
  const length = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, length, type);
  return block.check(address, type);
}
