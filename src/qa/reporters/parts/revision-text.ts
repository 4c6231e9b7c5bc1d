import { describeRevisions, type RevisionPicture, type Step } from './revision-picture.ts';

/** What each state looks like, in light and dark alike. */
const colours: Readonly<Record<Step['state'], string>> = {
  applied: '#1a7046',
  pending: '#b26a00',
  extra: '#1565c0',
  unknown: '#c62828',
  plain: '#5c636b',
  gap: '#8a939d',
};

/** The chain as a Mermaid flowchart, from the first revision to the head. */
export function revisionMermaid(picture: RevisionPicture): string {
  const name = namesOf(picture);
  const used = [...new Set(picture.steps.map(({ state }) => state))];
  return [
    'flowchart LR',
    `  %% ${describeRevisions(picture)}`,
    ...picture.steps.map(({ id, label, state }) => `  ${name(id)}["${mermaidText(label)}"]:::${state}`),
    ...picture.links.map(
      ({ from, to, depends }) => `  ${name(from)} ${depends ? '-. depends on .->' : '-->'} ${name(to)}`,
    ),
    ...used.map((state) => `  classDef ${state} stroke:${colours[state]},stroke-width:2px`),
    '',
  ].join('\n');
}

/** The chain as a Graphviz digraph. */
export function revisionDot(picture: RevisionPicture): string {
  const name = namesOf(picture);
  return [
    'digraph "revisions" {',
    '  rankdir=LR;',
    '  node [shape=box, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    `  label=${dotText(describeRevisions(picture))};`,
    ...picture.steps.map(
      ({ id, label, state }) => `  ${name(id)} [label=${dotText(label)}, color="${colours[state]}"];`,
    ),
    ...picture.links.map(
      ({ from, to, depends }) =>
        `  ${name(from)} -> ${name(to)}${depends ? ' [style=dashed, label="depends on"]' : ''};`,
    ),
    '}',
    '',
  ].join('\n');
}

/** Names that both languages take, whatever stands in an id. */
function namesOf({ steps }: RevisionPicture): (id: string) => string {
  const names = new Map(steps.map(({ id }, index) => [id, `r${index}`]));
  return (id) => names.get(id) ?? 'r';
}

function mermaidText(text: string): string {
  return text.replace(/["%#\\\u0000-\u001f]/g, (character) => `#${character.codePointAt(0)};`);
}

function dotText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
