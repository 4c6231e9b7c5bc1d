import { createHash } from 'node:crypto';
import type { Repair } from '../apply/repair-shape.ts';
import { pasteable } from '../plan/pasteable.ts';

/** What a revision says of itself. */
export interface RevisionMade {
  readonly version: string;
  readonly database: string;
  /** The revision that it follows; several for a merge, null for the first of all. */
  readonly revises: string | readonly string[] | null;
  readonly now: Date;
}

/**
 * The remaining steps as a whole Alembic revision. Within `autocommit_block` each step is a transaction of
 * its own, so that no lock of the swap is held while rows are read. (Alembic,
 * MigrationContext.autocommit_block.)
 */
export function emitAlembic(repair: Repair, { version, database, revises, now }: RevisionMade): string {
  const { subject, state, wanted, wayBack } = repair;
  const { steps, why } = pasteable(repair);
  const forth = steps.flatMap(({ sql }) => sql);
  const back = steps.length === 0 ? [] : wayBack.sql.flat();
  // The same repair is the same revision.
  const identity = JSON.stringify([subject, wanted, forth, revises]);
  const revision = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  const title = `Repair of ${subject}`;
  const about = [
    title,
    '',
    `Made by facteur-qa ${version} for ${database}.`,
    state,
    `Wanted is ${wanted}.`,
    ...(why === '' ? [] : [why]),
    '',
    `Revision ID: ${revision}`,
    `Revises: ${[revises ?? ''].flat().join(', ')}`,
    `Create Date: ${now.toISOString()}`,
  ];
  return `${[
    // JSON's strings are Python's; as the first statement it is the module's documentation.
    JSON.stringify(about.join('\n')),
    'from alembic import op',
    '',
    `revision = ${python(revision)}`,
    `down_revision = ${python(revises)}`,
    'branch_labels = None',
    'depends_on = None',
    '',
    '',
    'def upgrade() -> None:',
    ...body(forth, 'upgrade', 'Nothing is to be done.'),
    '',
    '',
    'def downgrade() -> None:',
    ...body(back, 'downgrade', wayBack.reason ?? 'Nothing is to be done.'),
  ].join('\n')}\n`;
}

function body(statements: readonly string[], direction: string, why: string): string[] {
  if (statements.length === 0) return [`    # ${why.replace(/[\r\n]+/g, ' ')}`, '    pass'];
  return [
    `    # On a lock timeout the database is as it was before that step: run the ${direction} again.`,
    '    with op.get_context().autocommit_block():',
    '        for statement in (',
    ...statements.map((statement) => `            ${python(bindless(statement.replace(/;( --.*)?$/, '')))},`),
    '        ):',
    '            op.execute(statement)',
  ];
}

/** `op.execute` takes `:name` for a parameter, within quotes too. (SQLAlchemy, text().) */
function bindless(statement: string): string {
  return statement.replace(/(?<![:\w\\]):(?=\w)/g, '\\:');
}

function python(value: string | readonly string[] | null): string {
  if (value === null) return 'None';
  return typeof value === 'string'
    ? JSON.stringify(value)
    : `(${value.map((each) => `${python(each)}, `).join('')})`;
}
