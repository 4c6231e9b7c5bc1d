import * as z from 'zod/mini';
import { isWithheld, unknown } from '../../check.ts';
import { defineProbe, type Withheld } from '../../probe.ts';
import { readStatements } from '../python/statements.ts';
import { brokenBy, chainOf, compare } from '../relation/compare.ts';
import { inOrder } from '../graph/graph.ts';
import { operationShape } from '../risk/operation.ts';
import { readUpgrade } from '../risk/read-upgrade.ts';
import { code, type Code } from './code.ts';
import type { MigrationContext } from './context.ts';
import { readSource } from './read-source.ts';
import { versionTable, type VersionTable } from './version-table.ts';

export const upgradesShape = z.object({
  /**
   * Which revisions were read: those that the database lacks, or, where none was given, the heads of the
   * code.
   */
  scope: z.enum(['pending', 'heads']),
  revisions: z.array(
    z.object({
      revision: z.string(),
      path: z.string(),
      operations: z.array(operationShape),
      unread: z.array(z.string()),
    }),
  ),
});
export type Upgrades = z.infer<typeof upgradesShape>;

/** What the next `alembic upgrade` would do, from the text of the revisions. */
export const upgrades = defineProbe({
  name: 'upgrades',
  effect: 'read',
  shape: upgradesShape,
  needs: { code, versionTable },
  observe: async ({ code: source, signal }: MigrationContext, given): Promise<Upgrades | Withheld> => {
    const next = nextRevisions(given.code, given.versionTable);
    if (isWithheld(next)) return next;
    const { scope, ids, pathOf } = next;
    const files = new Map(source?.listing?.files.map(({ path, file }) => [path, file]));
    const created = new Set<string>();
    const revisions: Upgrades['revisions'][number][] = [];
    for (const revision of ids) {
      signal.throwIfAborted();
      const path = pathOf(revision);
      const read = readSource(files.get(path) ?? path);
      if (!('text' in read)) {
        revisions.push({ revision, path, operations: [], unread: ['it could not be read again'] });
        continue;
      }
      const upgrade = readUpgrade(readStatements(read.text), read.text, created);
      // Those behind it find its tables empty, or as good as that.
      for (const table of upgrade.created) created.add(table);
      revisions.push({ revision, path, operations: [...upgrade.operations], unread: [...upgrade.unread] });
    }
    return { scope, revisions };
  },
});

interface Next {
  readonly scope: Upgrades['scope'];
  readonly ids: readonly string[];
  readonly pathOf: (revision: string) => string;
}

/** Which revisions would be applied next. */
function nextRevisions(given: Code, versions: VersionTable): Next | Withheld {
  const chain = chainOf(given);
  if (isWithheld(chain)) return chain;
  const pathOf = (revision: string): string => chain.graph.revisions.get(revision)?.path ?? '';
  if (versions === null) {
    const broken = brokenBy(chain);
    if (broken !== null) return unknown(broken);
    const heads = chain.heads.filter((id) => chain.graph.revisions.has(id));
    return { scope: 'heads', ids: inOrder(chain.graph, new Set(heads)), pathOf };
  }
  const compared = compare(given, versions);
  return isWithheld(compared) ? compared : { scope: 'pending', ids: compared.pending, pathOf };
}
