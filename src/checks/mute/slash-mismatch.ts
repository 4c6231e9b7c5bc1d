import { defineCheck, unknown } from '../check.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { saidInFront } from '../http/exchange/classify.ts';
import { traffic } from '../http/probes/traffic.ts';

import { exampleSnapshot } from './examples/journey.ts';
import { slash } from './probes/slash.ts';
import { snapshot } from './probes/snapshot.ts';

export const slashMismatch = defineCheck({
  code: 'slash-mismatch',
  title: 'GET with and without the slash differ',
  severity: 'info',
  why:
    'A client that forgets the slash gets 404; the first script of this kind stopped there. The ' +
    'contract says so, so it is not a fault.',
  remedy: 'Call the path with the slash.',
  needs: { snapshot, slash, traffic },
  judge: ({
    snapshot: { exchange, status: withSlash },
    slash: { status: withoutSlash, location },
    traffic: seen,
  }) => {
    if (withSlash === null || withoutSlash === null) return unknown('one of the two got no answer');
    const inFront = saidInFront(seen, exchange);
    if (inFront !== null) return inFront;
    if (withSlash === withoutSlash) return [];
    const message = `GET with the slash is answered ${withSlash}, without it ${withoutSlash}.`;
    return [{ subject: 'slash', message, facts: { withSlash, withoutSlash, location } }];
  },
  examples: {
    healthy: {
      snapshot: exampleSnapshot(),
      slash: { status: 200, location: null },
      ...exampleTraffic(exampleAnswer('/', 200, {})),
    },
    broken: {
      snapshot: exampleSnapshot(),
      slash: { status: 404, location: null },
      ...exampleTraffic(exampleAnswer('/', 200, {})),
    },
  },
});
