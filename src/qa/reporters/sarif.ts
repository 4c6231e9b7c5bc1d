import { createHash } from 'node:crypto';
import { catalogue } from '../../checks/catalogue.ts';
import type { Finding, Severity } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { detailLines } from '../output/finding-details.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { targetKey } from './parts/target-line.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * GitHub shows no alert without a file, and a finding about a live system has none: this one says what is
 * looked at.
 */
const place = { uri: 'qa.config.json', uriBaseId: '%SRCROOT%' };

/** SARIF 2.1.0, for code scanning: a rule a check that found something, a result a finding. */
export function sarif(report: Report): string {
  const { tool, command, target, startedAt, durationMs, verdicts, exitCode } = report;
  const found = verdicts.flatMap(({ findings }) => findings);
  const codes = [...new Set([...verdicts.map(({ check }) => check), ...found.map(({ code }) => code)])];
  const run = {
    tool: {
      driver: { name: tool.name, version: tool.version, rules: codes.map((code) => rule(code, command)) },
    },
    // What stands before the last slash tells code scanning which runs are of the same kind.
    automationDetails: { id: `${tool.name}/${command}/${targetKey(target)}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: exitCode === 0 || exitCode === 1,
        exitCode,
        startTimeUtc: startedAt,
        endTimeUtc: new Date(Date.parse(startedAt) + durationMs).toISOString(),
        toolExecutionNotifications: verdicts
          .filter(({ status }) => status === 'unknown')
          .map(({ check, reason }) => ({
            level: 'warning',
            message: { text: `${check} is unknown: ${reason}` },
            associatedRule: { id: check, index: codes.indexOf(check) },
          })),
      },
    ],
    properties: { scope: scopeLines(report) },
    results: found.map((finding) => result(finding, report, codes.indexOf(finding.code))),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A code can stand in two subjects: that of the command that ran is meant. */
function rule(code: string, command: string): object {
  const entries = catalogue.filter(({ check }) => check.code === code);
  const entry = entries.find(({ commands }) => commands.includes(command)) ?? entries[0];
  if (entry === undefined) return { id: code };
  const { title, why, remedy, severity } = entry.check;
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: remedy },
    defaultConfiguration: { level: severity === null ? 'none' : levels[severity] },
    properties: { tags: [entry.subject] },
  };
}

function result(finding: Finding, { target }: Report, ruleIndex: number): object {
  const { code, severity, subject, message, remedy, fingerprint } = finding;
  const cures = [
    ...remedy.sql,
    ...(remedy.command === null ? [] : [remedy.command]),
    ...detailLines(finding),
  ];
  const identity = createHash('sha256')
    .update(`${targetKey(target)}\n${fingerprint}`)
    .digest('hex');
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: [`${subject}: ${message}`, remedy.advice, ...cures].join('\n') },
    locations: [
      {
        physicalLocation: { artifactLocation: place, region: { startLine: 1 } },
        logicalLocations: [{ name: subject, fullyQualifiedName: `${targetKey(target)}/${subject}` }],
      },
    ],
    // The first is the only one that GitHub reads; it would take the line's own, which all findings share.
    partialFingerprints: {
      primaryLocationLineHash: `${identity.slice(0, 16)}:1`,
      'facteurQa/v1': fingerprint,
    },
  };
}
