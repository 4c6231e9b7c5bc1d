import { describe, expect, it } from 'vitest';
import { otlpSettings, type OtlpSettings } from '../../../../src/qa/output/otlp/settings.ts';
import { createSecrets } from '../../../../src/qa/secrets/secrets.ts';
import { ownProcesses } from '../../../support/own-processes.ts';

const read = (flag: string | undefined, environment: Record<string, string>) => {
  const secrets = createSecrets();
  const io = { environment, cwd: '/', processes: ownProcesses, readStdin: async () => '' };
  return { settings: otlpSettings(flag, { io, secrets }), secrets };
};
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
const both = { traces: 'http://collector:4318/v1/traces', metrics: 'http://collector:4318/v1/metrics' };

describe('where telemetry goes', () => {
  it.each<[string, string | undefined, Record<string, string>, Partial<OtlpSettings> | null]>([
    ['nowhere, where nobody asks', undefined, {}, null],
    ['nowhere, for an empty variable', undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, null],
    ['to the flag', 'http://collector:4318', {}, both],
    ['to the flag, whatever slashes end it', 'http://collector:4318//', {}, both],
    ['to the variable', undefined, endpoint, both],
    [
      'to the flag before every variable',
      'http://collector:4318',
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_SDK_DISABLED: 'true',
      },
      both,
    ],
    [
      'to an endpoint of the traces alone, as it is written',
      undefined,
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces/here' },
      { traces: 'http://traces/here', metrics: null },
    ],
    [
      'without metrics',
      undefined,
      { ...endpoint, OTEL_METRICS_EXPORTER: 'none' },
      { ...both, metrics: null },
    ],
    ['without traces', undefined, { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }, { ...both, traces: null }],
    ['nowhere, where it is switched off', undefined, { ...endpoint, OTEL_SDK_DISABLED: 'true' }, null],
    ['somewhere, where it is not', undefined, { ...endpoint, OTEL_SDK_DISABLED: 'false' }, both],
    [
      'nowhere in a protocol that other programs speak',
      undefined,
      { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      null,
    ],
    [
      'in JSON',
      undefined,
      { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
      { ...both, protocol: 'http/json' },
    ],
    ['in protobuf, where nothing is said', undefined, endpoint, { protocol: 'http/protobuf' }],
  ])('%s', (_, flag, environment, expected) => {
    const { settings } = read(flag, environment);
    if (expected === null) expect(settings).toBeNull();
    else expect(settings).toMatchObject(expected);
  });

  it('a protocol that we do not speak is a mistake where the flag asks for it', () => {
    expect(() => read('http://c', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow(
      'OTEL_EXPORTER_OTLP_PROTOCOL is grpc: qa speaks http/protobuf and http/json.',
    );
  });

  it('headers are read as in baggage, and their values are secret', () => {
    const { settings, secrets } = read(undefined, {
      ...endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: ' api-key = hush%20hush%21 , x-percent=100%,nothing,=no,empty=',
    });
    expect(settings?.headers).toEqual({ 'api-key': 'hush hush!', 'x-percent': '100%', empty: '' });
    expect(secrets.redact('it was hush hush! all along')).toBe('it was [redacted] all along');
  });

  it.each<[Record<string, string>, Record<string, string>]>([
    [{}, { 'service.name': 'facteur-qa' }],
    [{ OTEL_SERVICE_NAME: 'mine' }, { 'service.name': 'mine' }],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=ours,team=a' }, { 'service.name': 'ours', team: 'a' }],
    [
      { OTEL_RESOURCE_ATTRIBUTES: 'service.name=ours', OTEL_SERVICE_NAME: 'mine' },
      { 'service.name': 'mine' },
    ],
  ])('with %j the resource is %j', (environment, resource) => {
    expect(read(undefined, { ...endpoint, ...environment }).settings?.resource).toEqual(resource);
  });
});
