import { defineCheck, unknown } from '../check.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { unheard } from '../http/exchange/classify.ts';
import { traffic } from '../http/probes/traffic.ts';
import { exampleCrossOrigin } from './examples/journey.ts';
import { preflight } from './probes/preflight.ts';
import { strangeOrigin } from './journey/requests.ts';

export const openCors = defineCheck({
  code: 'open-cors',
  title: "Any website may use the API with the user's credentials",
  severity: 'warning',
  why: 'A page that a signed-in user happens to open can read and change their preferences, unseen.',
  remedy:
    'Name the pages that may (`allow_origins`), or do without credentials: a framework that allows "*" ' +
    'together with them answers with whatever page asks.',
  needs: { preflight, traffic },
  judge: ({ preflight: { asked }, traffic: seen }) => {
    const withheld = unheard(seen);
    if (withheld !== null) return withheld;
    const strange = asked.filter(({ origin }) => origin === strangeOrigin);
    if (strange.every(({ status }) => status === null)) return unknown('the preflight was not answered');
    return strange
      .filter(
        ({ allowOrigin, allowCredentials }) =>
          allowOrigin === strangeOrigin && allowCredentials?.trim().toLowerCase() === 'true',
      )
      .slice(0, 1)
      .map(({ method, path, status }) => ({
        subject: 'any website',
        message:
          `${method} ${path} for a page of an unknown site (${strangeOrigin}) was answered ${status} with ` +
          'Access-Control-Allow-Origin for it and Access-Control-Allow-Credentials: true.',
        facts: { origin: strangeOrigin, path, status },
      }));
  },
  examples: {
    healthy: {
      preflight: { origin: null, asked: [exampleCrossOrigin({ origin: strangeOrigin })] },
      ...exampleTraffic(exampleAnswer('/', 200, {})),
    },
    broken: {
      preflight: {
        origin: null,
        asked: [
          exampleCrossOrigin({
            origin: strangeOrigin,
            allowOrigin: strangeOrigin,
            allowCredentials: 'true',
          }),
        ],
      },
      ...exampleTraffic(exampleAnswer('/', 200, {})),
    },
  },
});
