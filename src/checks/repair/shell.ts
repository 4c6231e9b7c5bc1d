/** The command line that repairs a key, `schema.table.constraint`, for a POSIX shell. */
export function repairCommand(subject: string): string {
  return `qa repair-fk ${/^[\w.-]+$/.test(subject) ? subject : `'${subject.replaceAll("'", String.raw`'\''`)}'`}`;
}
