import { severities } from '../../../checks/finding.ts';
import { dotString, mermaidText, severityColours } from './diagram-text.ts';
import type { Box, LockPicture } from './lock-picture.ts';

/** A box by a name of its own, with whom it waits for. */
interface Node {
  readonly name: string;
  readonly box: Box;
  readonly above: string | null;
}

/** Who waits for whom as a Mermaid `flowchart`: an arrow leads from whoever waits to the one it waits for. */
export function lockFlowchart({ summary, trees }: LockPicture): string {
  const nodes = nodesOf(trees);
  const lines = nodes.flatMap(({ name, box, above }) => [
    `  ${name}["${[box.head, ...box.details].map(mermaidText).join('<br/>')}"]`,
    ...(box.severity === null ? [] : [`  class ${name} ${box.severity}`]),
    ...(above === null ? [] : [`  ${name} -->|"${mermaidText(box.wants ?? 'waits')}"| ${above}`]),
    ...(box.omitted === 0 ? [] : [`  ${name}_more["and ${box.omitted} more"]`, `  ${name}_more --> ${name}`]),
  ]);
  return [
    'flowchart BT',
    `  %% ${summary.replace(/[\s{}%]+/g, ' ')}`,
    ...lines,
    ...severities
      .filter((severity) => nodes.some(({ box }) => box.severity === severity))
      .map((severity) => `  classDef ${severity} stroke:${severityColours[severity]},stroke-width:2px`),
    '',
  ].join('\n');
}

/** The same as a Graphviz digraph. */
export function lockDigraph({ summary, trees }: LockPicture): string {
  const lines = nodesOf(trees).flatMap(({ name, box, above }) => {
    const colour = box.severity === null ? '' : `, color="${severityColours[box.severity]}"`;
    const more =
      box.omitted === 0
        ? []
        : [`  ${name}_more [label="and ${box.omitted} more"];`, `  ${name}_more -> ${name};`];
    return [
      `  ${name} [label=${dotString([box.head, ...box.details].join('\n'))}${colour}];`,
      ...(above === null ? [] : [`  ${name} -> ${above} [label=${dotString(box.wants ?? 'waits')}];`]),
      ...more,
    ];
  });
  return [
    `// ${summary.replace(/\s+/g, ' ')}`,
    'digraph "locks" {',
    '  rankdir=BT;',
    '  node [shape=box, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...lines,
    '}',
    '',
  ].join('\n');
}

function nodesOf(trees: readonly Box[]): Node[] {
  const nodes: Node[] = [];
  const add = (box: Box, above: string | null): void => {
    const name = `s${nodes.length}`;
    nodes.push({ name, box, above });
    for (const waiter of box.waiters) add(waiter, name);
  };
  for (const tree of trees) add(tree, null);
  return nodes;
}
