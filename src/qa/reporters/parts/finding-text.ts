import type { Finding, Severity } from '../../../checks/finding.ts';
import { groupBy } from '../../../checks/support/group-by.ts';
import { findingGroups, type FindingGroup } from '../../output/finding-groups.ts';
import type { Ink, Page } from './page.ts';

const inks: Readonly<Record<Severity, Ink>> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** More subjects of one sentence than this are counted. */
const mostNames = 6;
/** Up to so many findings are all shown. */
const mostShown = 20;
/** Of more, so many sentences of each code: the most with which the text stays as short as this. */
const shownOfOne = [5, 3, 2, 1];
const longestText = 65;

/** Findings as indented text: each code once, each sentence once with all its subjects, each advice once. */
export function findingLines(findings: readonly Finding[], page: Page, all = false): string[] {
  const groups = findingGroups(findings);
  const told = (most: number): string[] => groups.flatMap((group) => groupLines(group, most, page, all));
  if (all || findings.length <= mostShown) return told(Infinity);
  const tries = shownOfOne.map(told);
  return tries.find((lines) => lines.length <= longestText) ?? tries.at(-1) ?? [];
}

function groupLines({ code, findings }: FindingGroup, most: number, page: Page, all: boolean): string[] {
  const [first] = findings;
  if (first === undefined) return [];
  // One more takes no more room than to say so.
  const shown = findings.length <= most + 1 ? findings : findings.slice(0, most);
  const more = findings.length - shown.length;
  const sentences = [...groupBy(shown, ({ severity }) => severity)].flatMap(([severity, same]) =>
    sentencesOf(same, all).map((text) => (severity === first.severity ? text : `${severity}: ${text}`)),
  );
  const advice = [...new Set(shown.map(({ remedy }) => remedy.advice))];
  const count = findings.length === 1 ? '' : `  ${findings.length} findings`;
  return [
    '',
    `${page.ink(inks[first.severity], first.severity)}  ${page.code(code)}${count}`,
    ...sentences.flatMap((text) => page.prose(text, 2, sentences.length > 1 ? 2 : 0)),
    ...(more > 0 ? [`  ${more} more: --verbose`] : []),
    ...(most === Infinity ? advice : advice.slice(0, 1)).flatMap((text) => page.prose(`→ ${text}`, 2, 2)),
  ];
}

/** Two findings that say the same of two subjects are one sentence, and both are named. */
export function sentencesOf(findings: readonly Finding[], all = false): string[] {
  const same = groupBy(findings, ({ message, subject }) => message.replaceAll(subject, '\0'));
  return [...same.values()].map(([first, ...others]) => {
    const { message, subject } = first;
    const names = others.map((each) => each.subject);
    if (message.includes(subject))
      return others.length === 0 ? message : `${message} The same: ${listed(names, all)}.`;
    return `${listed([subject, ...names], all)}: ${message}`;
  });
}

function listed(names: readonly string[], all: boolean): string {
  const more = all ? 0 : names.length - mostNames;
  return more > 1 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ');
}
