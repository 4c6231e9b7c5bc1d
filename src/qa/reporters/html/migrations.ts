import type { Report } from '../../../checks/report.ts';
import { migrationLines } from '../parts/migration-lines.ts';
import { revisionGraph } from '../parts/revision-graph.ts';
import { describeRevisions, revisionPicture } from '../parts/revision-picture.ts';
import { markup, nothing, prose, type Markup } from './markup.ts';
import { picture } from './picture.ts';

/** The chain of revisions around head and database as a picture, where a run read some. */
export function migrations(report: Report): Markup {
  const drawn = revisionPicture(report);
  const lines = migrationLines(report);
  if (drawn === null && lines.length === 0) return nothing;
  return markup`<section>
<h2>Migrations</h2>
${lines.map((text) => markup`<p>${prose(text)}</p>`)}
${
  drawn === null
    ? nothing
    : markup`<p class="quiet">${describeRevisions(drawn)} The newest is on top.</p>
${picture('The chain of revisions', revisionGraph(drawn))}
<ul class="legend lines"><li class="error">not in the code</li><li class="warning">pending</li><li
  class="info">ahead</li><li>applied</li></ul>`
}
</section>`;
}
