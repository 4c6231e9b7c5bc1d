import { join } from 'node:path';
import type { App } from '../command.ts';

/**
 * `$QA_STATE_DIR`, or `facteur-qa` in the directory for state that the XDG base directory specification
 * names.
 */
export function stateDirectory({ environment, cwd }: App['io']): string {
  if (environment['QA_STATE_DIR']) return environment['QA_STATE_DIR'];
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? cwd;
  return join(environment['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'facteur-qa');
}
