import { answerInstead, type Canned } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

/** What people serve where all is well. */
const bodies: Readonly<Record<string, Canned>> = {
  'plain-ok': { status: 200, type: 'text/plain', text: 'OK' },
  'ok-true': { status: 200, type: 'application/json', text: '{"ok":true}' },
  'up-page': {
    status: 200,
    type: 'text/html',
    text: '<!DOCTYPE html><html><body style="background:green"></body></html>',
  },
  'empty-204': { status: 204, type: null, text: '' },
};

export const foreignHealth: Fault = {
  summary: "Liveness and readiness say that all is well, in another framework's way.",
  settings: ['plain-ok', 'ok-true', 'up-page', 'empty-204'],
  arrange(_patient, app, setting) {
    const isProbe = ({ url }: { url: string }): boolean => /^\/api\/health(?:\/ready)?$/.test(url);
    answerInstead(app, isProbe, () => bodies[setting]!);
  },
};
