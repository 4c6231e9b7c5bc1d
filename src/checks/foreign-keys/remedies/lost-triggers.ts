import type { ForeignKey } from '../catalog/key.ts';

/** Whether `pg_depend` names triggers of the key that are gone: every DROP stops at them with an error. */
export function isUndroppable({ missingTriggers }: ForeignKey): boolean {
  return missingTriggers.some(({ undroppable }) => undroppable === true);
}

/** What makes such keys droppable again: it takes away only rows about triggers that do not exist. */
export const forgetTriggers =
  '-- changes the catalog itself, which only a superuser may: while these rows are there the key cannot be ' +
  'dropped\ndelete from pg_catalog.pg_depend as d\n' +
  "where d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass\n" +
  '  and not exists (select from pg_catalog.pg_trigger as t where t.oid = d.objid);';
