import { answerInstead, isMute } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

/** Clears the screen, writes the clipboard, overwrites the line, rings, and turns the reading direction. */
const sequences = '\u001b[2J\u001b]52;c;ZWNobyBoaQ==\u0007\roverwritten\u009b31m\u202etxt.exe';

export const controlSequences: Fault = {
  summary: 'Every mute is answered 500 with a text that a terminal would obey.',
  arrange(_patient, app) {
    const text = JSON.stringify({ detail: `Erreur lors du masquage: ${sequences}` });
    const headers = { 'x-powered-by': 'php\u009b31m' };
    answerInstead(app, isMute, () => ({ status: 500, type: 'application/json', text, headers }));
  },
};
