import { observed, type Examination } from '../../../checks/examine.ts';
import { orphans as orphanCounts } from '../../../checks/foreign-keys/index.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import { shellWord } from '../../../checks/support/shell.ts';
import { followUp } from '../../output/follow-up.ts';
import type { App } from '../../command.ts';
import { stateDirectory } from '../../state/state-directory.ts';
import type { Target } from '../../target/target.ts';
import type { Options } from './options.ts';
import { keepPlaces, type OrphanPlaces } from './orphan-places.ts';
import { namedTables } from './selection.ts';

/** Keeps where counts stopped, and says how to go on from there. */
export async function rememberPlaces(
  examination: Examination,
  {
    places,
    database,
    options,
    target,
    app,
  }: {
    readonly places: OrphanPlaces;
    readonly database: string;
    readonly options: Options;
    readonly target: Pick<Target, 'flags' | 'databaseFlag'>;
    readonly app: Pick<App, 'io' | 'say'>;
  },
): Promise<void> {
  const { counts } = observed(examination, orphanCounts) ?? { counts: [] };
  try {
    await keepPlaces(stateDirectory(app.io), database, places, counts);
  } catch (error) {
    app.say(
      `Where counting stopped cannot be kept, so another run begins at the start: ${describeError(error)}.`,
    );
    return;
  }
  if (!counts.some(({ place }) => place !== null)) return;
  app.say(`To go on where counting stopped: ${goingOn(options, target)}`);
}

/** The command line that goes on where this one stopped. */
export function goingOn(options: Options, target: Pick<Target, 'flags' | 'databaseFlag'>): string {
  const words = [
    'qa inspect-fk',
    ...namedTables(options).map(shellWord),
    ...(options.schema ?? []).map((name) => `--schema ${shellWord(name)}`),
    ...(options['exclude-schema'] ?? []).map((name) => `--exclude-schema ${shellWord(name)}`),
    ...(options.all ? ['--all'] : []),
    '--orphans',
    '--resume',
  ];
  return followUp(words.join(' '), target);
}
