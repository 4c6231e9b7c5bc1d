import type { Report } from '../../../checks/report.ts';
import { lockPicture } from '../parts/lock-picture.ts';
import { lockTree } from '../parts/lock-tree.ts';
import { markup, nothing, trusted, type Markup } from './markup.ts';

/** Who waits for whom as a picture, where somebody does; else what was looked at. */
export function locks(report: Report): Markup {
  const picture = lockPicture(report);
  if (picture === null) return nothing;
  const { summary, trees } = picture;
  if (trees.length === 0) return markup`<section><h2>Locks</h2><p class="quiet">${summary}</p></section>`;
  return markup`<section>
<h2>Locks</h2>
<p class="quiet">${summary} Whoever waits stands below the one it waits for; at the top are those who wait for
  nobody.</p>
<ul class="legend lines"><li class="error">error</li><li class="warning">warning</li><li
  class="info">info</li><li>nothing found</li></ul>
<div class="picture">${trusted(lockTree(picture))}</div>
</section>`;
}
