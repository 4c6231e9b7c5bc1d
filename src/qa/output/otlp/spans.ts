import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Tracer,
} from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  BasicTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Exchange } from '../../../checks/http/index.ts';
import type { Report } from '../../../checks/report.ts';
import { exchangesOf } from '../../reporters/parts/exchanges.ts';
import { headline } from '../summary.ts';
import { targetKey } from '../../reporters/parts/target-line.ts';

/** A span for the run, and below it one a probe and one a request. */
export function spansOf(report: Report, resource: Resource): ReadableSpan[] {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(memory)] });
  const tracer = provider.getTracer(report.tool.name, report.tool.version);
  const begin = Date.parse(report.startedAt);
  const root = tracer.startSpan(`qa ${report.command}`, { root: true, startTime: begin });
  root.setAttributes({
    'qa.command': report.command,
    'qa.target': targetKey(report.target),
    'process.exit.code': report.exitCode,
  });
  if (report.exitCode !== 0) root.setStatus({ code: SpanStatusCode.ERROR, message: headline(report) });
  const within = trace.setSpan(ROOT_CONTEXT, root);
  for (const { name, startedMs, durationMs, observed } of report.probes ?? []) {
    const span = tracer.startSpan(`probe ${name}`, { startTime: begin + startedMs }, within);
    span.setAttributes({ 'qa.probe': name, 'qa.probe.observed': observed });
    span.end(begin + startedMs + durationMs);
  }
  for (const exchange of exchangesOf(report)) request(exchange, { tracer, begin, within });
  root.end(begin + report.durationMs);
  return memory.getFinishedSpans();
}

interface Place {
  readonly tracer: Tracer;
  readonly begin: number;
  readonly within: typeof ROOT_CONTEXT;
}

/** Named and described as the semantic conventions have it for HTTP clients. */
function request(exchange: Exchange, { tracer, begin, within }: Place): void {
  const { startedMs, phases, step, remoteAddress, answer, failure } = exchange;
  const { method, url } = exchange.request;
  const { hostname, port, protocol } = new URL(url);
  const error =
    failure === null
      ? answer !== null && answer.status >= 400
        ? String(answer.status)
        : null
      : failure.layer;
  const attributes: Attributes = {
    'http.request.method': method,
    'url.full': url,
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
    'qa.step': step,
    ...(remoteAddress !== null && { 'network.peer.address': remoteAddress }),
    ...(answer !== null && { 'http.response.status_code': answer.status }),
    ...(error !== null && { 'error.type': error }),
  };
  const options = { kind: SpanKind.CLIENT, startTime: begin + startedMs, attributes };
  const span = tracer.startSpan(method, options, within);
  if (error !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: failure?.message ?? '' });
  span.end(begin + startedMs + phases.total);
}
