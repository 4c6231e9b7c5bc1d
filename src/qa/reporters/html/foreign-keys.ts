import { keys } from '../../../checks/foreign-keys/index.ts';
import type { Report } from '../../../checks/report.ts';
import { describe, foreignKeyGraph } from '../parts/foreign-key-graph.ts';
import { keyPicture } from '../parts/key-picture.ts';
import { markup, nothing, trusted, type Markup } from './markup.ts';

/** The inspected keys as a picture, where there are any. */
export function foreignKeys(report: Report): Markup {
  const seen = keys.shape.safeParse(report.evidence[keys.name]);
  if (!seen.success || seen.data.keys.length === 0) return nothing;
  return markup`<section>
<h2>Foreign keys</h2>
<p class="quiet">${describe(keyPicture(report))} Each line leads from a table to the one that it references,
  on the left.</p>
<ul class="legend lines"><li class="error">error</li><li class="warning">warning</li><li
  class="info">info</li><li>nothing found</li></ul>
<div class="picture">${trusted(foreignKeyGraph(report))}</div>
</section>`;
}
