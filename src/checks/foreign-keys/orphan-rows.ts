import { defineCheck, notAsked, unknown } from '../check.ts';
import { exampleOrphans } from './examples/keys.ts';
import { orphans } from './probes/orphans.ts';

export const orphanRows = defineCheck({
  code: 'orphan-rows',
  title: 'Rows reference a parent that does not exist',
  severity: 'error',
  why:
    'Joins lose them, the application stumbles over them, and a key that is NOT VALID cannot be ' +
    'validated; one that says it is valid can have them too, written while its triggers did not ' +
    'fire.',
  remedy:
    'Look at them with the query in the facts, then give them a parent, set them to null, or delete them.',
  needs: { orphans },
  judge: ({ orphans: { asked, counts } }) => {
    if (!asked)
      return notAsked(
        { without: '--orphans' },
        'Orphans are counted with --orphans only: it reads whole tables.',
      );
    const found = counts
      .filter((count) => count.orphans > 0)
      .map(({ key, orphans: number, complete, reason, since, samples, query }) => ({
        subject: key,
        message:
          `${complete ? '' : 'At least '}${number} ${number === 1 ? 'row' : 'rows'} of ${key} ` +
          `${number === 1 ? 'has' : 'have'} no ` +
          `parent${reason === null ? '' : ` (${reason})`}${since === null ? '' : ` (counted since ${since})`}.`,
        facts: { orphans: number, complete, samples, query },
      }));
    const uncounted = counts.filter(({ complete }) => !complete);
    return uncounted.length > 0
      ? unknown(`${uncounted.length} of ${counts.length} keys could not be counted whole.`, found)
      : found;
  },
  examples: {
    healthy: { orphans: exampleOrphans([{}]) },
    broken: { orphans: exampleOrphans([{ orphans: 3, samples: [{ id: '7', customer_id: '99' }] }]) },
  },
});
