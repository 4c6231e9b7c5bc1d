import type { Report } from '../../checks/report.ts';
import { detailLines } from '../output/finding-details.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { outcomesOf, type Outcome } from './parts/outcomes.ts';
import { targetKey } from './parts/target-line.ts';

/** JUnit's XML, in the shape that both Ant's and Jenkins' schema accept: one test case a check. */
export function junit(report: Report): string {
  const { command, target } = report;
  const outcomes = outcomesOf(report);
  const count = (result: Outcome['result']): number =>
    outcomes.filter((outcome) => outcome.result === result).length;
  const suite = attributes({
    id: '0',
    package: 'facteur-qa',
    name: `qa ${command}`,
    hostname: hostOf(target),
    // The schema knows no zone: this is UTC.
    timestamp: report.startedAt.slice(0, 19),
    tests: String(outcomes.length),
    failures: String(count('failed')),
    errors: String(count('unknown')),
    skipped: String(count('skipped')),
    time: String(Number((report.durationMs / 1000).toFixed(3))),
  });
  const scope = scopeLines(report).join(' ');
  const properties = {
    target: targetKey(target),
    version: report.tool.version,
    exitCode: String(report.exitCode),
    ...(scope !== '' && { scope }),
    ...causeOf(report),
  };
  // Ant's schema has no place for the reason beside `skipped`, nor for what a case says that passed.
  const beside = outcomes.flatMap(({ name, result, reason, findings }) => [
    ...(result === 'skipped' ? [`${name}: ${reason}\n`] : []),
    ...(result === 'passed'
      ? findings.map(({ severity, message }) => `${name} (${severity}): ${message}\n`)
      : []),
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${suite}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...outcomes.map((outcome) => testCase(command, outcome)),
    `    <system-out>${escape(beside.join(''))}</system-out>`,
    `    <system-err>${escape(report.cleanup.undo.join('\n'))}</system-err>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** A saved report may hold any text in an address' place. */
function hostOf({ baseUrl, database }: Report['target']): string {
  if (baseUrl === null) return database ?? 'localhost';
  return URL.canParse(baseUrl) ? new URL(baseUrl).hostname : baseUrl;
}

/** The named cause in a word and a sentence; nothing where none is named. */
function causeOf({ diagnosis }: Report): { readonly cause?: string; readonly causeTitle?: string } {
  const named = diagnosis?.hypotheses.find(({ status }) => status === 'confirmed');
  return named === undefined ? {} : { cause: named.cause, causeTitle: named.title };
}

function testCase(command: string, outcome: Outcome): string {
  const open = `    <testcase${attributes({ classname: `qa.${command}`, name: outcome.name, time: '0' })}`;
  const inside = insideOf(outcome);
  return inside === null ? `${open}/>` : `${open}>${inside}</testcase>`;
}

function insideOf({ result, reason, findings }: Outcome): string | null {
  if (result === 'passed') return null;
  if (result === 'skipped') return '<skipped/>';
  if (result === 'unknown') {
    const said = [...findings.map(({ message }) => message), reason ?? ''].join('\n');
    return `<error${attributes({ message: reason ?? '', type: 'unknown' })}>${escape(said)}</error>`;
  }
  const messages = findings.map(({ message }) => message).join('\n');
  const details = findings.flatMap((finding) => [
    finding.message,
    finding.remedy.advice,
    ...finding.remedy.sql,
    ...(finding.remedy.command === null ? [] : [finding.remedy.command]),
    ...detailLines(finding),
  ]);
  const told = [...details, ...(reason === null ? [] : [reason])].join('\n');
  const type = findings[0]?.severity ?? 'error';
  return `<failure${attributes({ message: messages, type })}>${escape(told)}</failure>`;
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
