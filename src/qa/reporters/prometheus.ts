import type { Verdict } from '../../checks/finding.ts';
import type { Exchange } from '../../checks/http/index.ts';
import type { Report } from '../../checks/report.ts';
import { exchangesOf } from './parts/exchanges.ts';
import { targetKey } from './parts/target-line.ts';

/** One metric: what it says, and its samples as label values and number. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

/**
 * For a textfile collector: Prometheus' text exposition format, with the names that its blackbox exporter
 * made usual.
 */
export function prometheus(report: Report): string {
  const { command, target, verdicts } = report;
  const run = { command, target: targetKey(target) };
  // Of several targets each has its own, so that an alert says which.
  const runs = report.targets?.map(({ name, ...each }) => ({ ...each, target: name })) ?? [
    { ...report, target: run.target },
  ];
  const ofEach = (value: (each: (typeof runs)[number]) => number): Metric['samples'] =>
    runs.map((each) => [{ command: each.command, target: each.target }, value(each)]);
  const scopes = report.scope ? [report.scope] : [];
  const metrics: Metric[] = [
    {
      name: 'probe_success',
      help: 'Whether every check that ran is clear, by --fail-on.',
      samples: ofEach(({ exitCode }) => (exitCode === 0 ? 1 : 0)),
    },
    {
      name: 'probe_duration_seconds',
      help: 'How long the whole run took.',
      samples: ofEach(({ durationMs }) => durationMs / 1000),
    },
    {
      name: 'probe_http_duration_seconds',
      help: 'The longest that a phase took among all requests of the run.',
      samples: phases(exchangesOf(report)).map(([phase, seconds]) => [{ ...run, phase }, seconds]),
    },
    {
      name: 'probe_ssl_earliest_cert_expiry',
      help: 'When the certificate that was presented ends, in seconds since 1970.',
      samples: expiry(report).map((seconds) => [run, seconds]),
    },
    {
      name: 'qa_check_status',
      help: 'What a check says: 0 clear, 1 found, 2 unknown, 3 skipped.',
      samples: verdicts.map(({ check, status }) => [{ ...run, check }, statusNumbers[status]]),
    },
    {
      name: 'qa_findings',
      help: 'How many findings a run has, by severity.',
      samples: (['error', 'warning', 'info'] as const).map((severity) => [
        { ...run, severity },
        verdicts.flatMap(({ findings }) => findings).filter((finding) => finding.severity === severity)
          .length,
      ]),
    },
    {
      name: 'qa_scope',
      help: 'How much a run looked at: tables, keys, rows, requests.',
      samples: (['tables', 'keys', 'rows', 'requests'] as const).flatMap((of) => {
        const number = report.scope?.[of] ?? null;
        return number === null ? [] : [[{ ...run, of }, number] as const];
      }),
    },
    {
      name: 'qa_scope_info',
      help: 'Where a run looked: the server by its own words, as whom, and in which schemas.',
      samples: scopes.map(({ server, role, schemas }) => [
        { ...run, server: server ?? '', role: role ?? '', schemas: schemas.join(',') },
        1,
      ]),
    },
    {
      name: 'qa_scope_left_out',
      help: 'What a run did not look at, and why.',
      samples: scopes.flatMap(({ leftOut }) =>
        leftOut.map(({ what, reason }) => [{ ...run, what, reason }, 1] as const),
      ),
    },
    { name: 'qa_exit_code', help: 'How the run ended.', samples: ofEach(({ exitCode }) => exitCode) },
  ];
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(text)
    .join('');
}

/** What a check says, as a number. */
export const statusNumbers = { clear: 0, found: 1, unknown: 2, skipped: 3 } as const satisfies Record<
  Verdict['status'],
  number
>;

/** Blackbox exporter's names of the phases, in order; those that no request had are absent. */
function phases(exchanges: readonly Exchange[]): [string, number][] {
  const names = { resolve: 'dns', connect: 'tcp', tls: 'tls', processing: 'firstByte' } as const;
  return Object.entries(names).flatMap(([name, phase]): [string, number][] => {
    const durations = exchanges.flatMap((exchange) => exchange.phases[phase] ?? []);
    return durations.length === 0 ? [] : [[name, Math.max(...durations) / 1000]];
  });
}

function expiry({ evidence }: Report): number[] {
  const { certificate } = (evidence['connection'] ?? {}) as {
    readonly certificate?: { readonly validTo?: unknown } | null;
  };
  const end = Date.parse(String(certificate?.validTo));
  return Number.isNaN(end) ? [] : [end / 1000];
}

function text({ name, help, samples }: Metric): string {
  const lines = samples.map(
    ([labels, value]) =>
      `${name}{${Object.entries(labels)
        .map(([label, of]) => `${label}="${escape(of)}"`)
        .join(',')}} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function escape(label: string): string {
  return label.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
}
