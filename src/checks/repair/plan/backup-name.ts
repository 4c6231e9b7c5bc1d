import { longestNameInBytes } from '../../postgres/sql/identifier.ts';

/** The table that rows without a parent are moved into. Names are cut by bytes. */
export function backupName(constraint: string): string {
  let name = `qa_orphans_${constraint}`;
  while (new TextEncoder().encode(name).length > longestNameInBytes) name = [...name].slice(0, -1).join('');
  return name;
}
