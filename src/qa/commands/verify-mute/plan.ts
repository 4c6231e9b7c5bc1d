import type { MutePlan } from '../../../checks/mute/index.ts';
import { UsageError } from '../../command.ts';
import type { Target } from '../../target/target.ts';

export interface PlanOptions {
  readonly readOnly: boolean;
  readonly allowResidue: boolean;
  readonly repeat: number;
  readonly origin?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly theme?: string | undefined;
  readonly topic?: string | undefined;
}

/** What of the journey is wanted. Throws {@link UsageError}. */
export function planOf(options: PlanOptions, target: Pick<Target, 'page'>): MutePlan {
  const { readOnly, allowResidue, repeat, origin, sourceId, theme, topic } = options;
  if (!Number.isInteger(repeat) || repeat < 0)
    throw new UsageError('--repeat takes a whole number of rounds, such as 20.');
  if (sourceId !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(sourceId)) {
    throw new UsageError(
      `--source-id ${sourceId} is not a UUID: give the id of a source that is muted already.`,
    );
  }
  for (const [flag, value] of Object.entries({ theme, topic })) {
    if (value?.trim() === '') throw new UsageError(`--${flag} is empty: give a slug, or leave it out.`);
  }
  const overrides = {
    ...(sourceId !== undefined && { source: sourceId }),
    ...(theme !== undefined && { theme }),
    ...(topic !== undefined && { topic }),
  };
  const page =
    origin === undefined ? readPage('origin in qa.config.json', target.page) : readPage('--origin', origin);
  return { readOnly, allowResidue, repeat, origin: page, overrides };
}

/** As a browser sends it: scheme, host and port. */
function readPage(from: string, given: string | null): string | null {
  if (given === null) return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || url.origin === 'null' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new UsageError(`${from} "${given}" is not the origin of a page: write https://app.example.`);
  return url.origin;
}
