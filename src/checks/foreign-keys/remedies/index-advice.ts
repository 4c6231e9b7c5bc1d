import type { ForeignKey } from '../catalog/key.ts';
import type { Observed } from '../../finding.ts';
import type { Indexes } from '../probes/indexes.ts';
import type { Keys } from '../probes/keys.ts';
import { createIndex, rebuildIndex } from './index-statements.ts';
import { indexRemedies } from './missing-indexes.ts';

/** What gives the key an index that serves: statements, or why there are none. */
export function indexAdvice(key: ForeignKey, keys: Keys, indexes: Indexes): Pick<Observed, 'sql' | 'advice'> {
  const remedy = indexRemedies(keys, indexes)(key);
  switch (remedy.kind) {
    case 'create':
      return { sql: createIndex(remedy.index) };
    case 'rebuild':
      return remedy.index.unique
        ? {
            advice:
              `${remedy.index.name} would serve, were it valid: \`invalid-index\` says how to ` +
              'build it again.',
          }
        : { sql: rebuildIndex(remedy.index, []) };
    case 'none':
      return {
        advice:
          'Give both columns the same type first: as it is the key converts the values of the child, so ' +
          'that no plain index finds them.',
      };
  }
}
