import type { Report } from '../../../checks/report.ts';
import { shownTarget } from '../parts/target-line.ts';
import { shellWord } from '../../../checks/support/shell.ts';

/**
 * The command line that looks at the same target again, as far as a report tells it: options that were given
 * besides are not in it, and the database comes from the environment, since its URL may hold a password.
 */
export function commandLine({ command, target }: Pick<Report, 'command' | 'target'>): string {
  // Of production nothing but its address is built in; other targets have theirs in a file.
  const isAddressed = target.name === 'prod' || target.assumed === true;
  const address = isAddressed && target.baseUrl !== null ? ['--base-url', target.baseUrl] : [];
  const name = shownTarget(target);
  return [`qa ${command}`, ...[...(name === null ? [] : ['--target', name]), ...address].map(shellWord)].join(
    ' ',
  );
}
