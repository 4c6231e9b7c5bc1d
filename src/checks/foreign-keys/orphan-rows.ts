import { defineCheck, notAsked, unknown } from '../check.ts';
import { exampleKey, exampleKeys, exampleOrphans } from './examples/keys.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { keyName } from './catalog/names.ts';
import { orphanChoices } from './orphans/orphan-choices.ts';
import { keys } from './probes/keys.ts';
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
    'Look at them, then choose: give them a parent, set them to null, or delete them. Whoever knows what ' +
    'the rows mean decides; the statements for each are in the facts.',
  needs: { orphans, keys },
  judge: ({ orphans: { asked, counts }, keys: { keys: found } }) => {
    if (!asked)
      return notAsked(
        { without: '--orphans' },
        'Orphans are counted with --orphans only: it reads whole tables.',
      );
    const keyOf = new Map(found.map((key) => [keyName(key), key]));
    const orphaned = counts
      .filter((count) => count.orphans > 0)
      .map(({ key: subject, orphans: number, complete, reason, since, samples, query, parentNeeds }) => {
        const key = keyOf.get(subject);
        return {
          subject,
          message:
            `${complete ? '' : 'At least '}${number} ${number === 1 ? 'row' : 'rows'} of ${subject} ` +
            `${number === 1 ? 'has' : 'have'} no ` +
            `parent${reason === null ? '' : ` (${reason})`}` +
            `${since === null ? '' : ` (counted since ${since})`}.`,
          facts: {
            orphans: number,
            complete,
            samples,
            query,
            choices:
              key === undefined || query === null ? [] : orphanChoices(key, query, parentNeeds ?? null),
            ...(key !== undefined && keyFacts(key)),
          },
        };
      });
    const uncounted = counts.filter(({ complete }) => !complete);
    return uncounted.length > 0
      ? unknown(`${uncounted.length} of ${counts.length} keys could not be counted whole.`, orphaned)
      : orphaned;
  },
  examples: {
    healthy: { keys: exampleKeys([exampleKey()]), orphans: exampleOrphans([{}]) },
    broken: {
      keys: exampleKeys([exampleKey()]),
      orphans: exampleOrphans([{ orphans: 3, samples: [{ id: '7', customer_id: '99' }] }]),
    },
  },
});
