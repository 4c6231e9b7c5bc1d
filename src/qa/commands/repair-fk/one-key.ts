import type { Repair } from '../../../checks/repair/index.ts';
import { UsageError } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';

/** Throws {@link UsageError} where no key has the name, or several do: nothing was planned then. */
export function requireOneKey(
  { subject, candidates, known }: Pick<Repair, 'subject' | 'candidates' | 'known'>,
  constraint: string,
): void {
  if (subject !== null) return;
  if (candidates.length > 0)
    throw new UsageError(
      `"${constraint}" could be ${candidates.join(' or ')}: write the table, and the schema, before it.`,
    );
  throw new UsageError(
    `There is no foreign key "${constraint}" in this database, and none is expected by that name; qa ` +
      `inspect-fk --all shows what there is.${suggestion(constraint, known)}`,
  );
}
