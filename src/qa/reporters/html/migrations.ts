import type { Report } from '../../../checks/report.ts';
import { migrationLines } from '../parts/migration-lines.ts';
import { revisionGraph } from '../parts/revision-graph.ts';
import { describeRevisions, revisionPicture } from '../parts/revision-picture.ts';
import { markup, nothing, trusted, type Markup } from './markup.ts';

/** The chain of revisions around head and database as a picture, where a run read some. */
export function migrations(report: Report): Markup {
  const picture = revisionPicture(report);
  const lines = migrationLines(report);
  if (picture === null && lines.length === 0) return nothing;
  return markup`<section>
<h2>Migrations</h2>
${lines.map((text) => markup`<p>${text}</p>`)}
${
  picture === null
    ? nothing
    : markup`<p class="quiet">${describeRevisions(picture)} The newest is on top.</p>
<ul class="legend lines"><li class="error">not in the code</li><li class="warning">pending</li><li class="info">ahead</li><li>applied</li></ul>
<div class="picture">${trusted(revisionGraph(picture))}</div>`
}
</section>`;
}
