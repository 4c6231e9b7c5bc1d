import { defineCheck } from '../check.ts';
import { exampleAct, exampleJourney } from './examples/journey.ts';
import { judgeWalks } from './journey/judge-walks.ts';
import { describeAnswer } from './journey/answer-text.ts';
import { isAcknowledged, isRejection, listedAt } from './journey/walk.ts';
import { journey } from './probes/journey.ts';

export const writeRace = defineCheck({
  code: 'write-race',
  title: 'Mutes beside each other fail, and one by one they succeed',
  severity: 'warning',
  why: 'Who hides several things at once gets an error, or loses one of them without a word.',
  remedy:
    'Create rows with ON CONFLICT, and change lists in one statement: what is read, changed and written ' +
    'back loses what another request wrote in between.',
  needs: { journey },
  judge: ({ journey: { walks, readings } }) => {
    const sent = walks.filter(({ mute }) => mute !== null);
    // Where one by one does not hold either, something else is wrong.
    const held = sent.every((walk) => isAcknowledged(walk) && listedAt(readings, 'muted', walk) !== 0);
    const tried = held ? walks.filter(({ alone }) => alone !== null) : [];
    const raced = tried.flatMap((walk) => {
      const { kind, value, mute, muteAgain } = walk;
      const refused = [mute, muteAgain].find((act) => act !== null && isRejection(act));
      const beside = refused ? `was ${describeAnswer(refused)}` : 'was acknowledged and not listed';
      return [
        {
          subject: kind,
          message: `The mute of ${kind} "${value}" ${beside} beside other mutes, and held when sent alone.`,
          facts: { value, status: refused?.status ?? mute?.status, exchange: (refused ?? mute)?.exchange },
        },
      ];
    });
    return judgeWalks(walks, sent, raced);
  },
  examples: {
    healthy: { journey: exampleJourney() },
    broken: {
      journey: exampleJourney({
        walks: {
          theme: {
            mute: exampleAct({ status: 500, detail: 'user_profiles_user_id_key' }),
            alone: exampleAct(),
          },
        },
      }),
    },
  },
});
