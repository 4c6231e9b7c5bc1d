import type { Finding } from '../../../checks/finding.ts';

/** Findings of one check that say the same sentence, and what each of them says differently. */
export interface SaidOnce {
  /** With `…` where they differ; null where they have too little in common. */
  readonly sentence: string | null;
  readonly rows: readonly { readonly finding: Finding; readonly differs: string }[];
}

/** Words that a sentence must share at least to be one. */
const fewestShared = 3;
/** And of the shortest of them the share that it must make up. */
const leastShare = 0.4;

/** One sentence out of many: what all messages begin and end with, their subjects taken out. */
export function sayOnce(findings: readonly Finding[]): SaidOnce {
  const texts = findings.map((finding) => withoutSubject(finding).split(' '));
  const shortest = Math.min(...texts.map(({ length }) => length));
  const [first = []] = texts;
  let before = 0;
  while (before < shortest && texts.every((words) => words[before] === first[before])) before += 1;
  let after = 0;
  while (after < shortest - before && texts.every((words) => words.at(-1 - after) === first.at(-1 - after)))
    after += 1;
  if (before + after < Math.max(fewestShared, shortest * leastShare)) {
    return { sentence: null, rows: findings.map((finding) => ({ finding, differs: finding.message })) };
  }
  const rows = findings.map((finding, index) => {
    const words = texts[index] ?? [];
    return { finding, differs: words.slice(before, words.length - after).join(' ') };
  });
  const gap = rows.some(({ differs }) => differs !== '') ? ['…'] : [];
  const sentence = [...first.slice(0, before), ...gap, ...first.slice(first.length - after)].join(' ');
  return { sentence, rows };
}

/** The message with `…` in the place of its subject, where that stands as words of its own. */
function withoutSubject({ message, subject }: Finding): string {
  if (subject === '') return message;
  let rest = message;
  let text = '';
  for (let at = rest.indexOf(subject); at >= 0; at = rest.indexOf(subject)) {
    const end = at + subject.length;
    const isWord = /^$|[\s"'(]$/.test(rest.slice(0, at)) && /^$|^[\s"'),.;:]/.test(rest.slice(end));
    text += rest.slice(0, at) + (isWord ? '…' : subject);
    rest = rest.slice(end);
  }
  return text + rest;
}
