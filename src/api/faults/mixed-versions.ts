import type { Answer, Fault } from '../patient.ts';

export const mixedVersions: Fault = {
  summary: 'Two versions answer in turn.',
  arrange(patient) {
    const { live, ready } = patient.health;
    let count = 0;
    const aged = async (answer: Answer | Promise<Answer>): Promise<Answer> => {
      const { status, body } = await answer;
      count += 1;
      return { status, body: count % 2 === 0 ? { ...body, version: '1.3.9' } : body };
    };
    patient.health.live = () => aged(live());
    patient.health.ready = () => aged(ready());
  },
};
