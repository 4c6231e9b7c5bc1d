import type { ExportResult } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { Report } from '../../../checks/report.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import type { OtlpSettings } from './settings.ts';

/** Milliseconds that a collector may take. */
const patienceMs = 5_000;

/** Those that were tried, and that run on every Node that qa runs on. */
const packages = [
  'api@1',
  'resources@2',
  'sdk-trace-base@2',
  'sdk-metrics@2',
  ...['trace', 'metrics'].flatMap((signal) =>
    ['proto', 'http'].map((encoding) => `exporter-${signal}-otlp-${encoding}@0.223`),
  ),
].map((name) => `@opentelemetry/${name}`);

/**
 * Sends a run's spans and metrics with the official exporters. Gives what went wrong in a sentence, or null.
 */
export async function sendTelemetry(report: Report, settings: OtlpSettings): Promise<string | null> {
  try {
    const { resourceFromAttributes } = await import('@opentelemetry/resources');
    const resource = resourceFromAttributes({ ...settings.resource, 'service.version': report.tool.version });
    const { traces, metrics } = settings;
    const results = await Promise.all([
      traces === null ? null : sendSpans(report, resource, traces, settings),
      metrics === null ? null : sendMetrics(report, resource, metrics, settings),
    ]);
    const failed = results.find((result) => result !== null && result.code !== 0);
    if (failed === undefined || failed === null) return null;
    return `OpenTelemetry's receiver did not take all: ${describeError(failed.error)}.`;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    return isMissing
      ? `OpenTelemetry's packages are not installed: npm install ${packages.join(' ')}`
      : `The telemetry could not be sent: ${describeError(error)}.`;
  }
}

async function sendSpans(
  report: Report,
  resource: Resource,
  url: string,
  settings: OtlpSettings,
): Promise<ExportResult> {
  const { OTLPTraceExporter } = await (settings.protocol === 'http/json'
    ? import('@opentelemetry/exporter-trace-otlp-http')
    : import('@opentelemetry/exporter-trace-otlp-proto'));
  const { spansOf } = await import('./spans.ts');
  const exporter = new OTLPTraceExporter({ url, headers: settings.headers, timeoutMillis: patienceMs });
  const result = await new Promise<ExportResult>((resolve) =>
    exporter.export(spansOf(report, resource), resolve),
  );
  await exporter.shutdown();
  return result;
}

async function sendMetrics(
  report: Report,
  resource: Resource,
  url: string,
  settings: OtlpSettings,
): Promise<ExportResult> {
  const { OTLPMetricExporter } = await (settings.protocol === 'http/json'
    ? import('@opentelemetry/exporter-metrics-otlp-http')
    : import('@opentelemetry/exporter-metrics-otlp-proto'));
  const { metricsOf } = await import('./metrics.ts');
  const measured = await metricsOf(report, resource);
  const exporter = new OTLPMetricExporter({ url, headers: settings.headers, timeoutMillis: patienceMs });
  const result = await new Promise<ExportResult>((resolve) => exporter.export(measured, resolve));
  await exporter.shutdown();
  return result;
}
