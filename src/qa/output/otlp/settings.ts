import { UsageError, type App } from '../../command.ts';

/** Where a run's telemetry goes, and how. */
export interface OtlpSettings {
  /** Null where one of the two is switched off. */
  readonly traces: string | null;
  readonly metrics: string | null;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly headers: Readonly<Record<string, string>>;
  /** What the resource says, `service.name` among it. */
  readonly resource: Readonly<Record<string, string>>;
}

/**
 * From the flag, else from OpenTelemetry's own variables; null where neither asks for it. Throws {@link
 * UsageError}.
 */
export function otlpSettings(
  flag: string | undefined,
  { io, secrets }: Pick<App, 'io' | 'secrets'>,
): OtlpSettings | null {
  const { environment } = io;
  const read = (name: string): string | undefined => environment[`OTEL_${name}`] || undefined;
  const base = flag ?? read('EXPORTER_OTLP_ENDPOINT');
  const placeOf = (signal: 'TRACES' | 'METRICS'): string | null => {
    if (flag === undefined && read(`${signal}_EXPORTER`) === 'none') return null;
    const own = flag === undefined ? read(`EXPORTER_OTLP_${signal}_ENDPOINT`) : undefined;
    if (own !== undefined) return own;
    return base === undefined ? null : `${base.replace(/\/+$/, '')}/v1/${signal.toLowerCase()}`;
  };
  const [traces, metrics] = [placeOf('TRACES'), placeOf('METRICS')];
  if (traces === null && metrics === null) return null;
  if (flag === undefined && read('SDK_DISABLED') === 'true') return null;
  const protocol = read('EXPORTER_OTLP_PROTOCOL') ?? 'http/protobuf';
  if (protocol !== 'http/protobuf' && protocol !== 'http/json') {
    // Variables alone may be meant for other programs.
    if (flag === undefined) return null;
    throw new UsageError(
      `OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}: qa speaks http/protobuf and http/json.`,
    );
  }
  const headers = pairs(read('EXPORTER_OTLP_HEADERS'));
  for (const value of Object.values(headers)) secrets.add(value);
  const name = read('SERVICE_NAME');
  const resource = {
    'service.name': 'facteur-qa',
    ...pairs(read('RESOURCE_ATTRIBUTES')),
    ...(name !== undefined && { 'service.name': name }),
  };
  return { traces, metrics, protocol, headers, resource };
}

/** `a=b,c=d`, percent-encoded as in baggage. */
function pairs(text = ''): Record<string, string> {
  return Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
      return key === undefined || value === undefined ? [] : [[key, decoded(value)]];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
