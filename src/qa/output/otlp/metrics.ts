import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { severities } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';
import { targetKey } from '../../reporters/parts/target-line.ts';
import { statusNumbers } from '../../reporters/prometheus.ts';

/** Read once, at the end: nothing is measured while it runs. */
class OneReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** What each check says, how much was found, and how the run, or each target's, ended. */
export async function metricsOf(report: Report, resource: Resource): Promise<ResourceMetrics> {
  const reader = new OneReader();
  const provider = new MeterProvider({ resource, readers: [reader] });
  const meter = provider.getMeter(report.tool.name, report.tool.version);
  const run = { 'qa.command': report.command, 'qa.target': targetKey(report.target) };
  const status = meter.createGauge('qa.check.status', {
    description: 'What a check says: 0 clear, 1 found, 2 unknown, 3 skipped.',
  });
  for (const verdict of report.verdicts)
    status.record(statusNumbers[verdict.status], { ...run, 'qa.check': verdict.check });
  const findings = meter.createGauge('qa.findings', {
    unit: '{finding}',
    description: 'How much was found.',
  });
  const found = report.verdicts.flatMap((verdict) => verdict.findings);
  for (const severity of severities) {
    const number = found.filter((finding) => finding.severity === severity).length;
    findings.record(number, { ...run, 'qa.severity': severity });
  }
  const exit = meter.createGauge('qa.exit_code', { description: 'How a run ended.' });
  const duration = meter.createGauge('qa.run.duration', { unit: 's', description: 'How long a run took.' });
  const runs = report.targets ?? [{ ...report, name: run['qa.target'] }];
  for (const { command, name, exitCode, durationMs } of runs) {
    const whose = { 'qa.command': command, 'qa.target': name };
    exit.record(exitCode, whose);
    duration.record(durationMs / 1000, whose);
  }
  const { resourceMetrics } = await reader.collect();
  return resourceMetrics;
}
