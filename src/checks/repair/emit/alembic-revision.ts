import type { Repair } from '../apply/repair.ts';

/**
 * The remaining steps as an Alembic revision's body. Within `autocommit_block` each step is a transaction of
 * its own, so that no lock of the swap is held while rows are read. (Alembic,
 * MigrationContext.autocommit_block.)
 */
export function emitAlembic(
  { subject, state, wanted, steps }: Repair,
  made: { readonly version: string; readonly database: string },
): string {
  const head = [
    `Repair of ${subject} on ${made.database}, by facteur-qa ${made.version}.`,
    state,
    `Wanted is ${wanted}.`,
  ];
  const statements = steps
    .flatMap(({ sql }) => sql)
    .map((statement) => `            ${python(bindless(statement.replace(/;( --.*)?$/, '')))},`);
  const body = [
    '    # On a lock timeout the database is as it was before that step: run the upgrade again.',
    '    with op.get_context().autocommit_block():',
    '        for statement in (',
    ...statements,
    '        ):',
    '            op.execute(statement)',
  ];
  return `${[
    ...head.map((line) => `# ${line.replace(/[\r\n]+/g, ' ')}`),
    'from alembic import op',
    '',
    '',
    'def upgrade() -> None:',
    ...(statements.length === 0 ? ['    pass'] : body),
    '',
    '',
    'def downgrade() -> None:',
    '    # The key as it was is the mistake that this revision repairs.',
    '    pass',
  ].join('\n')}\n`;
}

/** `op.execute` takes `:name` for a parameter, within quotes too. (SQLAlchemy, text().) */
function bindless(statement: string): string {
  return statement.replace(/(?<![:\w\\]):(?=\w)/g, '\\:');
}

/** JSON's strings are Python's. */
function python(text: string): string {
  return JSON.stringify(text);
}
