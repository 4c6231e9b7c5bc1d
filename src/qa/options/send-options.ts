import type { Options } from 'yargs';
import { UsageError } from '../command.ts';
import { single } from './single.ts';

/** Who else is told how a run ended. */
export interface SendOptions {
  /** The URL of an OpenTelemetry collector. */
  readonly otlp?: string | undefined;
  /** The URL of a Pushgateway. */
  readonly push?: string | undefined;
}

const text = { type: 'string', requiresArg: true } as const;

export const sendOptions = {
  otlp: {
    ...text,
    coerce: httpUrl('otlp', 'the URL of an OpenTelemetry collector: write http://localhost:4318'),
    describe: 'Send spans and metrics there, too [default: what OTEL_EXPORTER_OTLP_* say]',
  },
  push: {
    ...text,
    coerce: httpUrl('push', 'the URL of a Pushgateway: write https://host:9091'),
    describe: 'Put the metrics into this Pushgateway, too: https://host:9091',
  },
} satisfies Record<string, Options>;

/** Reads the URL of a server that is told how a run ended. What is quoted never holds credentials. */
function httpUrl(name: string, right: string): (given: string | undefined) => string | undefined {
  return single(name, (given) => {
    const url = URL.canParse(given) ? new URL(given) : null;
    if (url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return given;
    throw new UsageError(`--${name} takes ${right}.`);
  });
}
