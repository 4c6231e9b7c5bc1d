/** Whether a line runs a command of ours, the way to its database in front of it or not. */
export function isOwnCommand(line: string): boolean {
  return /^(QA_DATABASE_URL=\S+ )?qa /.test(line);
}
