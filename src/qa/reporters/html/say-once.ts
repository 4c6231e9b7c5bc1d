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

/** One sentence out of many: what all messages share, their subjects taken out. */
export function sayOnce(findings: readonly Finding[]): SaidOnce {
  const texts = findings.map((finding) => withoutSubject(finding).split(' '));
  const shortest = Math.min(...texts.map(({ length }) => length));
  const { shared, template, differing } = texts.every(({ length }) => length === shortest)
    ? inPlace(texts)
    : atBothEnds(texts, shortest);
  if (shared < Math.max(fewestShared, shortest * leastShare)) {
    return { sentence: null, rows: findings.map((finding) => ({ finding, differs: finding.message })) };
  }
  return {
    sentence: template.join(' '),
    rows: findings.map((finding, index) => ({ finding, differs: differing[index] ?? '' })),
  };
}

interface Common {
  /** How many words all have. */
  readonly shared: number;
  readonly template: readonly string[];
  /** By text what it has in the place of `…`. */
  readonly differing: readonly string[];
}

type Texts = readonly (readonly string[])[];

/** Of texts of as many words: word by word. */
function inPlace(texts: Texts): Common {
  const [first = []] = texts;
  const differs = first.map((word, at) => texts.some((words) => words[at] !== word));
  // The sign at a sentence's end is not a part of the word before it.
  const ends = first.map((word, at) => {
    const end = /[.,;:]$/.exec(word)?.[0] ?? '';
    return texts.every((words) => words[at]?.endsWith(end)) ? end : '';
  });
  const template = first.flatMap((word, at) => {
    if (differs[at] !== true) return [word];
    const goesOn = differs[at + 1] === true && ends[at] === '';
    return goesOn ? [] : [`…${ends[at] ?? ''}`];
  });
  const differing = texts.map((words) => {
    const runs = words.map((word, at) =>
      differs[at] === true ? word.slice(0, word.length - (ends[at] ?? '').length) : null,
    );
    return runs
      .map((word, at) => (word === null ? '' : `${word}${runs[at + 1] == null ? ' · ' : ' '}`))
      .join('')
      .replace(/ · $/, '');
  });
  return { shared: differs.filter((each) => !each).length, template, differing };
}

/** Of others: what all begin and end with. */
function atBothEnds(texts: Texts, shortest: number): Common {
  const [first = []] = texts;
  let before = 0;
  while (before < shortest && texts.every((words) => words[before] === first[before])) before += 1;
  let after = 0;
  while (after < shortest - before && texts.every((words) => words.at(-1 - after) === first.at(-1 - after)))
    after += 1;
  return {
    shared: before + after,
    template: [...first.slice(0, before), '…', ...first.slice(first.length - after)],
    differing: texts.map((words) => words.slice(before, words.length - after).join(' ')),
  };
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
