/** The host of a URL as sockets take it: an IPv6 address without the brackets that stand around it there. */
export function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/**
 * Whether a host of a URL (IPv6 in brackets or bare) never leaves this machine (RFC 6761 section 6.3 for
 * `localhost`).
 */
export function isLoopback(host: string): boolean {
  const bare = bareHost(host).toLowerCase();
  return (
    bare === '::1' || bare === 'localhost' || bare.endsWith('.localhost') || /^127(\.\d{1,3}){3}$/.test(bare)
  );
}

/** This machine, or a name or address of a private network (RFC 1918, RFC 4193), Railway's own included. */
export function isPrivate(hostname: string): boolean {
  const bare = bareHost(hostname).toLowerCase();
  return (
    isLoopback(bare) ||
    /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/.test(bare) ||
    bare.endsWith('.internal') ||
    /^[a-z0-9-]+$/.test(bare)
  );
}
