import { answerInstead, isProduct } from '../answers/instead.ts';
import { gatewayPages, type GatewayPage } from '../answers/pages.ts';
import type { Fault } from '../patient.ts';

export const gatewayPage: Fault = {
  summary: 'What stands in front of the application answers for it, with a page of its own.',
  settings: ['nginx-502', 'nginx-504', 'alb-503', 'cloudflare-520', 'cloudflare-522', 'cloudflare-challenge'],
  arrange(_patient, app, setting) {
    answerInstead(app, isProduct, gatewayPages[setting as GatewayPage]);
  },
};
