import type { Verdict } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { detailLines } from '../output/finding-details.ts';
import { scopeLines } from '../output/scope-lines.ts';

/** JUnit's XML, in the shape that both Ant's and Jenkins' schema accept: one test case a check. */
export function junit(report: Report): string {
  const { command, target, verdicts } = report;
  const count = (status: Verdict['status']): number =>
    verdicts.filter((verdict) => verdict.status === status).length;
  const suite = attributes({
    id: '0',
    package: 'facteur-qa',
    name: `qa ${command}`,
    hostname: target.baseUrl === null ? (target.database ?? 'localhost') : new URL(target.baseUrl).hostname,
    // The schema knows no zone: this is UTC.
    timestamp: report.startedAt.slice(0, 19),
    tests: String(verdicts.length),
    failures: String(count('found')),
    errors: String(count('unknown')),
    skipped: String(count('skipped')),
    time: String(Number((report.durationMs / 1000).toFixed(3))),
  });
  const scope = scopeLines(report).join(' ');
  const properties = {
    target: target.name,
    version: report.tool.version,
    exitCode: String(report.exitCode),
    ...(scope !== '' && { scope }),
  };
  // Ant's schema has no place for the reason beside `skipped`.
  const skipped = verdicts
    .filter(({ status }) => status === 'skipped')
    .map(({ check, reason }) => `${check}: ${reason}\n`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${suite}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...verdicts.map((verdict) => testCase(command, verdict)),
    `    <system-out>${escape(skipped.join(''))}</system-out>`,
    `    <system-err>${escape(report.cleanup.undo.join('\n'))}</system-err>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(command: string, verdict: Verdict): string {
  const open = `    <testcase${attributes({ classname: `qa.${command}`, name: verdict.check, time: '0' })}`;
  const outcome = outcomeOf(verdict);
  return outcome === null ? `${open}/>` : `${open}>${outcome}</testcase>`;
}

function outcomeOf({ status, reason, findings }: Verdict): string | null {
  if (status === 'clear') return null;
  if (status === 'skipped') return '<skipped/>';
  if (status === 'unknown')
    return `<error${attributes({ message: reason ?? '', type: 'unknown' })}>${escape(reason ?? '')}</error>`;
  const messages = findings.map(({ message }) => message).join('\n');
  const details = findings.flatMap((finding) => [
    finding.message,
    finding.remedy.advice,
    ...finding.remedy.sql,
    ...(finding.remedy.command === null ? [] : [finding.remedy.command]),
    ...detailLines(finding),
  ]);
  return `<failure${attributes({ message: messages, type: findings[0]?.severity ?? 'error' })}>${escape([...details, ...(reason === null ? [] : [reason])].join('\n'))}</failure>`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join('');
}

/** Signs that XML 1.0 has no place for, not even escaped, give way to the replacement character. */
function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\r': '&#13;',
  };
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"\r]/g, (sign) => entities[sign] ?? '');
}
