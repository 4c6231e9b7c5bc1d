import type { Api, Identity } from '../../http/client/api.ts';
import type { Pace } from '../../http/client/pace.ts';
import type { ApiContext } from '../../http/probes/context.ts';
import type { RunContext } from '../../probe.ts';
import type { ExpectedValue } from '../health/expected-value.ts';
import type { WaitResult } from '../observation/wait-result.ts';

/** What it takes to ask Railway itself, on its API or its command line. */
export interface RailwayContext extends RunContext {
  /** How the sockets of the connection probe are opened. */
  readonly connection: ConnectionOptions;
  /** The process's environment: the bypass flag, Railway's variables and tokens, PATH, proxies. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** False for a target that Railway does not run (`--target local`): nothing is asked of Railway then. */
  readonly askRailway: boolean;
  /** Host of the target: what Railway tells of a service that answers elsewhere is not about it. */
  readonly host: string;
  /** Working directory of the `railway` command: where a project is linked. */
  readonly cwd: string;
}

/** A log that the user gave: a file, or what came on standard input. */
export type GivenLog =
  | { readonly kind: 'file'; readonly name: string; readonly path: string }
  | { readonly kind: 'text'; readonly text: string };

export interface StartLogContext {
  /** Without one, the log of the latest deployment is asked of Railway, where there is access. */
  readonly log?: GivenLog | undefined;
}

/** What a probe of a deployment is given. */
export interface DeploymentContext extends ApiContext, RailwayContext, StartLogContext {
  /** Paths below the origin, with the prefix. */
  readonly routes: HealthRoutes;
  /** Whether the canary was named by the user; the default one is guarded and must ask for a token. */
  readonly canaryIsDefault: boolean;
  /** Which health routes the user named: they answer in whatever form they have. */
  readonly named: { readonly liveness: boolean; readonly readiness: boolean };
  /** Whether the API was given a token of a user's: the canary then reads what only users may. */
  readonly hasToken: boolean;
  /** What the deployment should be; null where nothing was expected. */
  readonly expected: Expected;
  /** How long and how often to look again; null for a single look. */
  readonly observation: ObservationPlan | null;
  /** Ask the liveness route for the host of Railway's health check, too. */
  readonly asksAsRailway: boolean;
  /** How waiting for this deployment ended, where somebody waited. */
  readonly waited: WaitResult;
}

export interface HealthRoutes {
  readonly liveness: string;
  readonly readiness: string;
  readonly pool: string;
  readonly classification: string;
  readonly canary: string;
}

export interface Expected {
  /** 7 to 40 hexadecimal digits. */
  readonly commit: string | null;
  readonly version: string | null;
  readonly environment: string | null;
  /** What the health body must hold. */
  readonly values: readonly ExpectedValue[];
}

export interface ObservationPlan {
  /**
   * A client of its own: an answer that fails while the app restarts is a sample, not the state of the API.
   */
  readonly api: Api;
  readonly windowMs: number;
  /** At least 2, spread evenly over the window. */
  readonly samples: number;
}

export interface ConnectionOptions {
  /** Milliseconds for one look-up, connection or handshake. */
  readonly timeoutMs: number;
  /** PEM of the authority to trust instead of the system's. */
  readonly ca: string | null;
  readonly insecure: boolean;
  /** A certificate of our own, for a server that asks for one. */
  readonly identity?: Identity | null;
  /** The address to connect to, whatever the name resolves to. */
  readonly resolve?: string | null;
  /** The user's own headers, for requests past the run's own client. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests past the run's own client keep to it, too. */
  readonly pace?: Pace;
}

/** The product's health routes under a prefix, and its guarded route as canary. */
export function defaultRoutes(prefix: string): HealthRoutes {
  return {
    liveness: `${prefix}/health`,
    readiness: `${prefix}/health/ready`,
    pool: `${prefix}/health/pool`,
    classification: `${prefix}/health/classification`,
    canary: `${prefix}/users/personalization/`,
  };
}
