import { dotString, mermaidText, severityColours } from './diagram-text.ts';
import { describeRevisions, type RevisionPicture, type Step } from './revision-picture.ts';

/** What each state looks like, in light and dark alike. */
const colours: Readonly<Record<Step['state'], string>> = {
  applied: '#1a7046',
  pending: severityColours.warning,
  extra: severityColours.info,
  unknown: severityColours.error,
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
    `  label=${dotString(describeRevisions(picture))};`,
    ...picture.steps.map(
      ({ id, label, state }) => `  ${name(id)} [label=${dotString(label)}, color="${colours[state]}"];`,
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
