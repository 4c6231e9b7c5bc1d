import type { DatabaseAddress } from '../../postgres/address/address.ts';
import { isSupabasePooler } from './verdict.ts';

/**
 * Supabase's pooler by mode, on the same host. Source: Supabase's documentation, "Connect to your database".
 */
export const supabasePorts = { session: 5432, transaction: 6543 } as const;

/** The other of Supabase's two ports; null for any other address. */
export function otherSupabasePort(address: DatabaseAddress): DatabaseAddress | null {
  const { session, transaction } = supabasePorts;
  if (!isSupabasePooler(address.host) || (address.port !== session && address.port !== transaction))
    return null;
  return { ...address, port: address.port === session ? transaction : session };
}
