import { answerInstead, isMute } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

const levels = 5_000;

export const nestedError: Fault = {
  summary: 'Every mute is answered 500 with five thousand objects in one another.',
  arrange(_patient, app) {
    const text = `${'{"error":'.repeat(levels)}"unknown"${'}'.repeat(levels)}`;
    answerInstead(app, isMute, () => ({ status: 500, type: 'application/json', text }));
  },
};
