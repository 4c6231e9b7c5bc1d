import type { Fault } from '../patient.ts';

export const healthyButFailing: Fault = {
  summary: 'Health is green, and the personalization route fails before it looks at credentials.',
  arrange(patient) {
    patient.authenticate = async () => {
      throw new TypeError('NoneType object is not callable');
    };
  },
};
