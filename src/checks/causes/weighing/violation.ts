import type { Finding } from '../../finding.ts';
import type { ForeignKey } from '../../foreign-keys/catalog/key.ts';
import { keyName, targetName } from '../../foreign-keys/catalog/names.ts';
import type { Observations } from '../../observations.ts';
import { textOf } from './by-checks.ts';

/** The foreign key that mutes violate, and what the catalog says of it. */
export interface Violation {
  /** What the API answered, each sentence once. */
  readonly because: readonly string[];
  /** Keys by the violated name on the violated table; null where the catalog was not looked at. */
  readonly keys: readonly ForeignKey[] | null;
}

/** What mutes violated; null where none did. */
export function violationOf(seen: Observations): Violation | null {
  const found = seen.found('foreign-key-violation');
  if (found.length === 0) return null;
  const names = new Set(found.map(({ facts }) => String(facts['constraint'])));
  const { keys } = seen.evidence;
  return {
    because: [quoted(found)],
    keys: keys === undefined ? null : keys.keys.filter(({ name }) => names.has(name)),
  };
}

/** One sentence for several kinds that say the same. */
function quoted(found: readonly Finding[]): string {
  const [first] = found;
  const kinds = found.map(({ subject }) => subject).join(', ');
  const { constraint, table, references } = first?.facts ?? {};
  return typeof constraint === 'string'
    ? `mutes of ${kinds} violate ${constraint} of ${String(table)}` +
        (typeof references === 'string' ? `: the user is not in ${references}, as that key sees it` : '')
    : `mutes of ${kinds} violate a foreign key`;
}

/** The same text for three causes: only the key's definition and the user's row tell them apart. */
export const sameText =
  'the same error text is written for a missing profile, a key to the wrong column, and a half-finished swap';

/** A key and where it leads, in words. */
export function describeKey(key: ForeignKey): string {
  return `${keyName(key)} references ${targetName(key)}`;
}

/** Whether a finding is what users see of a foreign key that refuses their mutes. */
export function isRefusedByKey(finding: Finding): boolean {
  const { code } = finding;
  if (code === 'foreign-key-violation') return true;
  return (
    [
      'rejected-mute',
      'rejected-unmute',
      'exposed-internals',
      'server-error-on-bad-input',
      'write-race',
    ].includes(code) && /foreign key|ForeignKeyViolation|_fkey\b/i.test(textOf(finding))
  );
}
