import { exposedInternals } from './exposed-internals.ts';
import { gatewayError } from './gateway-error.ts';
import { railwayEdgeError } from './railway-edge-error.ts';
import { rateLimited } from './rate-limited.ts';
import { redirectedRequest } from './redirected-request.ts';
import { slowResponse } from './slow-response.ts';
import { unexpectedShape } from './unexpected-shape.ts';
import { unreachableApi } from './unreachable-api.ts';
import { wrongHost } from './wrong-host.ts';

/**
 * What can be said of everything that speaks HTTP, whatever it was asked for: from the connection to the
 * content.
 */
export const httpChecks = [
  unreachableApi,
  railwayEdgeError,
  gatewayError,
  wrongHost,
  rateLimited,
  redirectedRequest,
  unexpectedShape,
  exposedInternals,
  slowResponse,
] as const;

export type { Api, Identity } from './client/api.ts';
export { createPace, type Pace } from './client/pace.ts';
export { proxyFor, proxyMistake } from './client/proxy-environment.ts';
export { isLoopback } from './client/loopback.ts';
export { connectApi } from './client/connect-api.ts';
export { exchangeShape, type Exchange } from './exchange/exchange.ts';
export { traffic } from './probes/traffic.ts';
