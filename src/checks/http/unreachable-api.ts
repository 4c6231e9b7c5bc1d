import { defineCheck, unknown } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleFailure, exampleTraffic } from './examples/exchanges.ts';
import type { Exchange } from './exchange/exchange.ts';
import { traffic } from './probes/traffic.ts';
import { stablePath } from './exchange/classify.ts';
import { listed } from '../support/in-words.ts';

export const unreachableApi = defineCheck({
  code: 'unreachable-api',
  title: 'No HTTP answer came',
  severity: 'error',
  why: 'Nothing that the app asks for arrives; whatever lies behind this layer cannot be judged.',
  remedy:
    'Run the curl line from another network: if it fails there too, look at the layer that is named, ' +
    'from DNS upwards.',
  needs: { traffic },
  judge: ({ traffic: { exchanges, localNetwork, wantsTls = false } }) => {
    const failed = exchanges.filter(({ answer }) => answer === null);
    if (failed.length === 0) return [];
    if (localNetwork === 'down')
      return unknown(
        'this machine has no network, or no way out of it ' +
          `(${failed[0]?.failure?.message ?? 'no answer'}): nothing can be said of the API`,
      );
    const answered = [...new Set(exchanges.filter(({ answer }) => answer !== null).map(stablePath))];
    const byLayer = groupBy(failed, ({ failure }) => failure?.layer ?? 'protocol');
    return [...byLayer].map(([layer, group]) => {
      const paths = [...new Set(group.map(stablePath))];
      const [{ failure, request, curl }] = group;
      // One path is the route's trouble; all of them are the host's.
      const subject = paths.length === 1 ? (paths[0] ?? request.path) : new URL(request.url).origin;
      return {
        subject: byLayer.size > 1 ? `${subject} (${layer})` : subject,
        message:
          `${whatIsSilent(paths, request.url, answered)} (${layer}): ` +
          `${failure?.message ?? 'no reason was given'}` +
          `${wantsTls ? ', and the port speaks TLS: write https://' : ''}.`,
        facts: {
          layer,
          code: failure?.code ?? null,
          reason: failure?.message ?? null,
          paths,
          failed: group.length,
          sent: exchanges.length,
        },
        advice: wantsTls ? tls : failure?.code === 'ETIMEDOUT' ? unconnected : advice[layer],
        command: curl,
      };
    });
  },
  examples: {
    healthy: exampleTraffic(exampleAnswer('/api/health', 200, { status: 'ok' })),
    broken: exampleTraffic(
      exampleFailure('/api/health', {
        layer: 'tcp',
        code: 'ECONNREFUSED',
        message: 'connect ECONNREFUSED 192.0.2.1:443',
      }),
    ),
  },
});

/** The whole host, or so many routes of it beside those that did answer. */
function whatIsSilent(paths: readonly string[], url: string, answered: readonly string[]): string {
  const { origin } = new URL(url);
  const others = answered.filter((path) => !paths.includes(path));
  if (answered.length === 0) return `No HTTP answer from ${origin}`;
  if (paths.length === 1)
    return others.length === 0
      ? `Not every request to ${origin}${paths[0]} got an HTTP answer`
      : `No HTTP answer from ${origin}${paths[0]}`;
  const routes = `${paths.length} routes of ${origin} (${listed(paths, 3)})`;
  return others.length === 0
    ? `Not every request to ${routes} got an HTTP answer`
    : `No HTTP answer on ${routes}, while ${listed(others, 2, ' and ')} answered`;
}

const tls = 'The port speaks TLS: write https:// instead of http:// in the base URL.';

const unconnected =
  'Nothing there takes or refuses a connection: check host and port, and whether a firewall or a ' +
  'VPN stands between.';

const advice: Readonly<Record<NonNullable<Exchange['failure']>['layer'], string>> = {
  dns: 'The name does not resolve: compare the base URL with the domain that Railway shows for the service.',
  tcp: 'Nothing accepts connections there: check host and port, and whether the service runs.',
  tls:
    'The certificate or the handshake is refused: look at its names and dates; --ca-file (--cacert) ' +
    'trusts an authority of your own.',
  timeout:
    'It accepts requests and does not answer in time: look for a saturated pool or a lock, or give ' +
    'it longer with --timeout.',
  reset: 'The connection broke before an answer: look for a crash or a restart in the deployment log.',
  proxy:
    'The proxy stands between: check its address and credentials in the environment, or name the host in ' +
    'NO_PROXY.',
  protocol: 'What answered does not speak HTTP as it should: check the scheme and the port of the base URL.',
};
