import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runLine } from '../../../support/command-line.ts';
import { startSmallApi } from '../../../checks/mute/small-api.ts';

interface Message {
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: object): Record<string, unknown>;
}
// Generated from the published definitions of the protocol.
const { opentelemetry } = createRequire(import.meta.url)('otlp-definitions/build/src/generated/root.js') as {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: {
        readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: Message } };
        readonly metrics: { readonly v1: { readonly ExportMetricsServiceRequest: Message } };
      };
    };
  };
};
const { trace, metrics } = opentelemetry.proto.collector;
const messages: Readonly<Record<string, Message>> = {
  '/v1/traces': trace.v1.ExportTraceServiceRequest,
  '/v1/metrics': metrics.v1.ExportMetricsServiceRequest,
};

interface Value {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly boolValue?: boolean;
}
interface Attribute {
  readonly key: string;
  readonly value: Value;
}
interface Span {
  readonly name: string;
  readonly kind: number | string;
  readonly parentSpanId?: string;
  readonly spanId: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Attribute[];
}
interface Metric {
  readonly name: string;
  readonly gauge: {
    readonly dataPoints: {
      readonly attributes: Attribute[];
      readonly asDouble?: number;
      readonly asInt?: string;
    }[];
  };
}
interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<
    string,
    {
      resource: { attributes: Attribute[] };
      scopeSpans: { spans: Span[] }[];
      scopeMetrics: { metrics: Metric[] }[];
    }[]
  >;
}

let got: Map<string, Received>;
let status = 200;
const server = createServer(async (request, answer) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks);
  const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
  const message = messages[request.url ?? ''];
  const isJson = request.headers['content-type'] === 'application/json';
  const body = isJson
    ? JSON.parse(bytes.toString())
    : message?.toObject(message.decode(bytes), { longs: String, bytes: String });
  got.set(request.url ?? '', { headers: request.headers, body });
  answer.writeHead(status, { 'content-type': request.headers['content-type'] ?? '' }).end(isJson ? '{}' : '');
});
let url: string;
let api: Awaited<ReturnType<typeof startSmallApi>>;
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  api = await startSmallApi({});
});
beforeEach(() => {
  got = new Map();
  status = 200;
});
afterAll(async () => {
  server.close();
  await api.close();
});

const look = (argv: readonly string[], environment: Record<string, string> = {}) =>
  runLine(['verify-railway', '--base-url', api.origin, '--format', 'json', ...argv], {
    environment: { PATH: '', ...environment },
  });
const spans = (): Span[] => got.get('/v1/traces')?.body['resourceSpans']?.[0]?.scopeSpans[0]?.spans ?? [];
const measured = (): Metric[] =>
  got.get('/v1/metrics')?.body['resourceMetrics']?.[0]?.scopeMetrics[0]?.metrics ?? [];
const values = (attributes: readonly Attribute[] = []) =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? Number(value.intValue)]),
  );

describe.each(['http/protobuf', 'http/json'])('by %s', (protocol) => {
  it('a receiver gets a span a probe and a request, and what each check says', async () => {
    const { code, stdout } = await look(['--otlp', url], { OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
    const report = JSON.parse(stdout);
    expect(got.get('/v1/traces')?.headers['content-type']).toBe(
      protocol === 'http/json' ? 'application/json' : 'application/x-protobuf',
    );
    const root = spans().find(({ name }) => name === 'qa verify-railway');
    expect(values(root?.attributes)).toEqual({
      'qa.command': 'verify-railway',
      'qa.target': new URL(report.target.baseUrl).host,
      'process.exit.code': code,
    });
    const below = spans().filter((span) => span !== root);
    for (const span of below) expect(span.parentSpanId).toBe(root?.spanId);
    expect(below.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['probe health', 'probe platform', 'GET']),
    );
    const exchanges = report.evidence.traffic.exchanges;
    const requests = below.filter(({ attributes }) => 'http.request.method' in values(attributes));
    expect(requests.map(({ attributes }) => values(attributes)['url.full']).toSorted()).toEqual(
      exchanges.map(({ request }: { request: { url: string } }) => request.url).toSorted(),
    );
    expect(values(requests[0]?.attributes)).toMatchObject({
      'http.request.method': 'GET',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(api.origin).port),
      'http.response.status_code': expect.any(Number),
    });
    for (const { startTimeUnixNano, endTimeUnixNano } of spans())
      expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
    const checks = measured().find(({ name }) => name === 'qa.check.status')?.gauge.dataPoints ?? [];
    expect(checks.map(({ attributes }) => values(attributes)['qa.check'])).toEqual(
      report.verdicts.map(({ check }: { check: string }) => check),
    );
    expect(measured().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['qa.findings', 'qa.exit_code', 'qa.run.duration']),
    );
  });
});

it("OpenTelemetry's own variables ask for it too, with headers and resource", async () => {
  const { stderr } = await look([], {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=hush%20hush-hush,x-team=qa-team',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
    OTEL_METRICS_EXPORTER: 'none',
  });
  expect([...got.keys()]).toEqual(['/v1/traces']);
  expect(got.get('/v1/traces')?.headers).toMatchObject({ 'x-key': 'hush hush-hush', 'x-team': 'qa-team' });
  expect(values(got.get('/v1/traces')?.body['resourceSpans']?.[0]?.resource.attributes)).toMatchObject({
    'service.name': 'facteur-qa',
    'deployment.environment.name': 'staging',
  });
  expect(stderr).not.toContain('hush');
});

it('nothing is sent where nobody asked, or the SDK is switched off', async () => {
  await look([]);
  await look([], { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: 'true' });
  expect([...got.keys()]).toEqual([]);
});

it('a receiver that refuses is said, and leaves the findings their exit code', async () => {
  status = 400;
  const { code, stderr } = await look(['--otlp', url]);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/OpenTelemetry's receiver did not take all: .+/);
  const green = await look(['--otlp', url, '--only', 'unreachable-api']);
  expect(green.code).toBe(3);
});

it('a protocol that is not spoken is a mistake', async () => {
  const { code, stderr } = await look(['--otlp', url], { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
  expect([code, stderr]).toEqual([2, expect.stringContaining('qa speaks http/protobuf and http/json')]);
});
