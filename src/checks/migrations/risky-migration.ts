import { defineCheck, notAsked, unknown, type Observed } from '../check.ts';
import type { Upgrades } from './probes/upgrades.ts';
import { upgrades } from './probes/upgrades.ts';
import { effects } from './risk/effects.ts';
import type { Operation } from './risk/operation.ts';
import { listed } from '../support/in-words.ts';
import { groupBy } from '../support/group-by.ts';

export const riskyMigration = defineCheck({
  code: 'risky-migration',
  title: 'A migration that is to be applied holds up a busy table',
  severity: 'info',
  why:
    'A lock that waits lets every later statement on the table wait behind it: one line of a migration ' +
    'then stops the product.',
  remedy:
    'Take the gentler form of each statement, or apply it in a time without traffic; inspect-locks ' +
    'shows who is in the way.',
  needs: { upgrades },
  judge: ({ upgrades: { scope, revisions } }) => {
    const observed = revisions.flatMap(observedIn);
    const open = revisions.flatMap(({ path, unread }) => unread.map((what) => `${path}, ${what}`));
    if (open.length > 0) return unknown(`not all of it could be read: ${listed(open, 3, '; ')}`, observed);
    if (scope === 'pending' || observed.length > 0) return observed;
    const heads = revisions.map(({ revision }) => revision).join(', ');
    return notAsked(
      { without: '--database-url' },
      `without a database nothing says what is pending; the code's head, ${heads}, holds up no busy table`,
    );
  },
  examples: {
    healthy: { upgrades: upgradeOf([]) },
    broken: {
      upgrades: upgradeOf([
        {
          kind: 'create-index',
          table: 'user_sources',
          line: 24,
          quoted: "op.create_index('user_sources_user_id_idx', 'user_sources', ['user_id'])",
        },
      ]),
    },
  },
});

/** One finding a line: statements that stand on the same one are told together. */
function observedIn({ revision, path, operations }: Upgrades['revisions'][number]): Observed[] {
  return [...groupBy(operations, ({ line }) => line)].map(([line, same]) => ({
    subject: `${path}:${line}`,
    message: `${path}:${line} ${joined(same.map(effectText))}: ${joined(same.map(({ quoted }) => quoted))}`,
    facts: { revision, file: path, line, operations: same },
    advice: unique(same.map(({ kind }) => effects[kind].instead)).join(' '),
  }));
}

/** `(create-index on user_sources) holds up every write`, and the like. */
function effectText({ kind, table }: Operation): string {
  return `(${kind}${table === null ? '' : ` on ${table}`}) ${effects[kind].does}`;
}

/** What several statements of one line say alike is said once. */
function joined(texts: readonly string[]): string {
  return unique(texts).join('; ');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function upgradeOf(operations: Operation[]): Upgrades {
  return {
    scope: 'pending',
    revisions: [{ revision: '1a2b3c4d5e6f', path: 'versions/1a2b3c4d5e6f.py', operations, unread: [] }],
  };
}
