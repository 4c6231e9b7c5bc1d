import { keys } from '../../checks/foreign-keys/index.ts';
import type { Report } from '../../checks/report.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { dotString, severityColours } from './parts/diagram-text.ts';
import { keyPicture } from './parts/key-picture.ts';
import { lockDigraph } from './parts/lock-diagrams.ts';
import { isDrawn, lockPicture } from './parts/lock-picture.ts';
import { revisionPicture } from './parts/revision-picture.ts';
import { revisionDot } from './parts/revision-text.ts';

/**
 * As a Graphviz digraph, coloured by the worst finding: who waits for whom, or the foreign keys, with arrows
 * from child to parent.
 */
export function dot(report: Report): string {
  const waits = lockPicture(report);
  if (waits !== null && isDrawn(waits, report)) return lockDigraph(waits);
  const revisions = keys.name in report.evidence ? null : revisionPicture(report);
  if (revisions !== null) return revisionDot(revisions);
  const { tables, arrows, omitted } = keyPicture(report);
  return [
    ...scopeLines(report).map((line) => `// ${line.replace(/\s+/g, ' ')}`),
    'digraph "foreign keys" {',
    '  rankdir=RL;',
    '  node [shape=box, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...(omitted > 0 ? [`  label=${dotString(`${omitted} more keys are not drawn`)};`] : []),
    ...tables.map((table) => `  ${dotString(table)};`),
    ...arrows.map(({ child, parent, columns, name, codes, severity }) => {
      const label = severity === null ? columns : `${columns}\n${severity}: ${codes.join(', ')}`;
      const drawn = severity === null ? '' : severityColours[severity];
      const colour = severity === null ? '' : `, color="${drawn}", fontcolor="${drawn}"`;
      const ends = `${dotString(child)} -> ${dotString(parent)}`;
      return `  ${ends} [label=${dotString(label)}, tooltip=${dotString(name)}${colour}];`;
    }),
    '}',
    '',
  ].join('\n');
}
