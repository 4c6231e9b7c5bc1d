import { HttpError } from '../http-error.ts';
import type { Fault } from '../patient.ts';

export const tokenDies: Fault = {
  summary: 'A sound token is refused from this request of its user on.',
  settings: { number: 6, unit: 'requests' },
  arrange(patient, _app, setting) {
    const { authenticate } = patient;
    let count = 0;
    patient.authenticate = async (authorization) => {
      const user = await authenticate(authorization);
      count += 1;
      if (count >= Number(setting)) throw new HttpError(401, 'Invalid token: Signature has expired');
      return user;
    };
  },
};
