import { versionText } from '../../postgres/session/version.ts';
import type { Scope } from '../../report.ts';
import { withLastingWaits, type Locks } from '../look/look.ts';
import type { WouldBlock } from '../probes/would-block.ts';

/** What a look at locks looked at, and what it could not see. */
export function lockScope({ role, version, standby }: Locks | WouldBlock, seen: Locks | null): Scope {
  const hidden = seen === null ? 0 : withLastingWaits(seen).hidden;
  return {
    server: `PostgreSQL ${versionText(version)}${standby ? ', a standby' : ''}`,
    role,
    schemas: [],
    tables: null,
    keys: null,
    rows: null,
    requests: null,
    leftOut:
      hidden === 0
        ? []
        : [{ what: `state and statement of ${hidden} sessions`, reason: `hidden from ${role}` }],
  };
}
