import { keys } from '../../checks/foreign-keys/index.ts';
import type { Report } from '../../checks/report.ts';
import { scopeLines } from '../output/scope-lines.ts';
import { keyPicture } from './parts/key-picture.ts';
import { lockFlowchart } from './parts/lock-diagrams.ts';
import { isDrawn, lockPicture } from './parts/lock-picture.ts';
import { revisionPicture } from './parts/revision-picture.ts';
import { revisionMermaid } from './parts/revision-text.ts';

/**
 * For Markdown: who waits for a lock as a Mermaid `flowchart`, or the foreign keys as an `erDiagram`, where
 * what was found stands in the label of the line. Of a run that read revisions, their chain as a `flowchart`.
 */
export function mermaid(report: Report): string {
  const waits = lockPicture(report);
  if (waits !== null && isDrawn(waits, report)) return lockFlowchart(waits);
  const revisions = keys.name in report.evidence ? null : revisionPicture(report);
  if (revisions !== null) return revisionMermaid(revisions);
  const { tables, arrows, omitted } = keyPicture(report);
  const lines = arrows.map(({ parent, child, columns, optional, codes, severity }) => {
    const found = severity === null ? '' : ` [${severity}: ${codes.join(', ')}]`;
    return `  ${quote(parent)} ${optional ? '|o' : '||'}--o{ ${quote(child)} : ${quote(columns + found)}`;
  });
  const note = omitted > 0 ? [`  %% ${omitted} more keys are not drawn`] : [];
  const scope = scopeLines(report).map((line) => `  %% ${line.replace(/[\s{}%]+/g, ' ')}`);
  return [
    'erDiagram',
    ...scope,
    ...note,
    ...(tables.length === 0 ? ['  %% no foreign keys'] : []),
    ...lines,
    '',
  ].join('\n');
}

/** Mermaid has no escape within quotes; it decodes `#code;` when it draws. */
function quote(text: string): string {
  return `"${text.replace(/["%#\\\u0000-\u001f]/g, (character) => `#${character.codePointAt(0)};`)}"`;
}
