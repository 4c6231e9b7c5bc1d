import { defineCheck } from '../check.ts';

import { exampleAct, exampleJourney } from './examples/journey.ts';
import { isRejection, lastMute } from './journey/walk.ts';
import { judgeWalks } from './journey/judge-walks.ts';
import { journey } from './probes/journey.ts';

/** PostgreSQL's own words for SQLSTATE 23503; drivers quote them whole, JSON escapes the quotation marks. */
const violation = /table \\?"([^"\\]+)\\?" violates foreign key constraint \\?"([^"\\]+)\\?"/;
const parent = /is not present in table \\?"([^"\\]+)\\?"/;

export const foreignKeyViolation = defineCheck({
  code: 'foreign-key-violation',
  title: 'A mute violates a foreign key',
  severity: 'error',
  why: 'The row of preferences cannot be written for this user, so none of their mutes can ever succeed.',
  remedy:
    'The same text is written when the user has no profile and when the key references the wrong ' +
    'column: look at the key with the command below.',
  needs: { journey },
  judge: ({ journey: { walks } }) => {
    const sent = walks.filter(({ mute }) => mute !== null && mute.status !== null);
    const violated = sent.flatMap((walk) => {
      const { kind, muteAgain } = walk;
      const act = [lastMute(walk), muteAgain].find(
        (each) => each !== null && isRejection(each) && isViolation(each.detail),
      );
      if (!act) return [];
      const [, table = null, constraint = null] = violation.exec(act.detail) ?? [];
      const references = parent.exec(act.detail)?.[1] ?? null;
      const message = constraint
        ? `The mute of a ${kind} violates the foreign key ${constraint} of ` +
          `${table}${references ? `: the key is not in ${references}` : ''}.`
        : `The mute of a ${kind} violates a foreign key that the answer does not name: ${act.detail}`;
      const facts = { constraint, table, references, status: act.status, exchange: act.exchange };
      return [{ subject: kind, message, facts, command: `qa inspect-fk ${table ?? 'user_personalization'}` }];
    });
    return judgeWalks(walks, sent, violated);
  },
  examples: {
    healthy: { journey: exampleJourney() },
    broken: {
      journey: exampleJourney({
        walks: {
          source: {
            mute: exampleAct({
              status: 500,
              detail:
                'Erreur lors du masquage de la source: insert or update on table ' +
                '"user_personalization" violates foreign key constraint ' +
                '"user_personalization_user_id_fkey" DETAIL: Key (user_id)=(…) is not present in ' +
                'table "user_profiles".',
            }),
          },
        },
      }),
    },
  },
});

function isViolation(detail: string): boolean {
  return /violates foreign key constraint|ForeignKeyViolation/i.test(detail) || /\b23503\b/.test(detail);
}
