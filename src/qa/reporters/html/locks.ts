import type { Report } from '../../../checks/report.ts';
import { lockPicture } from '../parts/lock-picture.ts';
import { lockTree } from '../parts/lock-tree.ts';
import { markup, nothing, type Markup } from './markup.ts';
import { picture } from './picture.ts';

/** Who waits for whom as a picture, where somebody does; else what was looked at. */
export function locks(report: Report): Markup {
  const drawn = lockPicture(report);
  if (drawn === null) return nothing;
  const { summary, trees } = drawn;
  if (trees.length === 0) return markup`<section><h2>Locks</h2><p class="quiet">${summary}</p></section>`;
  return markup`<section>
<h2>Who waits for whom</h2>
<p class="quiet">${summary} Whoever waits stands below the one it waits for; at the top are those who wait for
  nobody.</p>
${picture('Who waits for whom', lockTree(drawn), lockTree(drawn, 'narrow'))}
<ul class="legend lines"><li class="error">error</li><li class="warning">warning</li><li
  class="info">info</li><li>nothing found</li></ul>
</section>`;
}
