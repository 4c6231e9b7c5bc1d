import { isIP, type LookupFunction } from 'node:net';

/** Socket options that lead to one address whatever the name resolves to; none where none was given. */
export function lookingUp(address: string | null): { readonly lookup?: LookupFunction } {
  if (address === null) return {};
  const family = isIP(address);
  return {
    lookup: (_host, { all }, done) => {
      if (all) done(null, [{ address, family }]);
      else done(null, address, family);
    },
  };
}
