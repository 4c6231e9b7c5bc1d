import { expect, it } from 'vitest';
import { stateDirectory } from '../../../src/qa/state/state-directory.ts';
import { ownProcesses } from '../../support/own-processes.ts';

it.each<[Record<string, string>, string]>([
  [{ QA_STATE_DIR: '/state', XDG_STATE_HOME: '/xdg', HOME: '/somebody' }, '/state'],
  [{ XDG_STATE_HOME: '/xdg', HOME: '/somebody' }, '/xdg/facteur-qa'],
  [{ QA_STATE_DIR: '', XDG_STATE_HOME: '', HOME: '/somebody' }, '/somebody/.local/state/facteur-qa'],
  [{ HOME: '/somebody', USERPROFILE: '/elsewhere' }, '/somebody/.local/state/facteur-qa'],
  [{ USERPROFILE: '/elsewhere' }, '/elsewhere/.local/state/facteur-qa'],
  [{}, '/here/.local/state/facteur-qa'],
])('with %j state is kept in %s', (environment, directory) => {
  const io = { environment, cwd: '/here', processes: ownProcesses, readStdin: async () => '' };
  expect(stateDirectory(io)).toBe(directory);
});
