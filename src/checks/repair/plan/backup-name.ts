import { keyName, tableName } from '../../foreign-keys/catalog/names.ts';
import type { KeyDefinition } from '../../foreign-keys/remedies/statements.ts';
import { longestNameInBytes } from '../../postgres/sql/identifier.ts';

/** The table that rows without a parent are moved into. Names are cut by bytes. */
export function backupName(constraint: string): string {
  let name = `qa_orphans_${constraint}`;
  while (new TextEncoder().encode(name).length > longestNameInBytes) name = [...name].slice(0, -1).join('');
  return name;
}

/** Its comment, by which a later run knows whose rows are in it. */
export function backupComment(definition: KeyDefinition): string {
  return (
    `Rows of ${tableName(definition)} without a parent under ${keyName(definition)}, moved here by ` +
    'qa repair-fk'
  );
}
