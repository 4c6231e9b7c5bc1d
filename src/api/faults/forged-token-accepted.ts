import { decodeJwt, errors } from 'jose';
import { bearerOf, confirmedUser } from '../auth.ts';
import { HttpError } from '../http-error.ts';
import type { Fault } from '../patient.ts';

export const forgedTokenAccepted: Fault = {
  summary: 'The signature of a token is not verified.',
  arrange(patient) {
    patient.authenticate = async (authorization) => {
      try {
        return confirmedUser(decodeJwt(bearerOf(authorization)));
      } catch (error) {
        throw error instanceof errors.JWTInvalid
          ? new HttpError(401, `Invalid token: ${error.message}`)
          : error;
      }
    };
  },
};
