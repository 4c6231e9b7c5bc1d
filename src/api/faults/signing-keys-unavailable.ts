import { createAuthenticate } from '../auth.ts';
import type { Fault } from '../patient.ts';

export const signingKeysUnavailable: Fault = {
  summary: 'The keys that tokens are verified with cannot be fetched.',
  arrange(patient) {
    // Port 9 is the discard service, which nobody runs.
    patient.authenticate = createAuthenticate(() => 'http://127.0.0.1:9/.well-known/jwks.json');
  },
};
