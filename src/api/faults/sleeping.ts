import { answerInstead, isProduct } from '../answers/instead.ts';
import { railwayEdge } from '../answers/pages.ts';
import type { Fault } from '../patient.ts';

export const sleeping: Fault = {
  summary: "The service sleeps: from the first request on Railway's edge answers 502, until it is awake.",
  settings: { number: 1_500, unit: 'milliseconds' },
  arrange(_patient, app, setting) {
    let wokenAt: number | null = null;
    const isAsleep = (): boolean => performance.now() - (wokenAt ??= performance.now()) < Number(setting);
    answerInstead(app, (request) => isProduct(request) && isAsleep(), railwayEdge['railway-502']);
  },
};
