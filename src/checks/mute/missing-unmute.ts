import { defineCheck, unknown } from '../check.ts';

import { exampleRoutes } from './examples/journey.ts';
import { release } from './probes/release.ts';
import { unmuteRoutes } from './probes/unmute-routes.ts';

export const missingUnmute = defineCheck({
  code: 'missing-unmute',
  title: 'A kind cannot be unmuted',
  severity: 'warning',
  why:
    'What the user hides stays hidden; so this run does not mute that kind either, unless ' +
    '--allow-residue.',
  remedy:
    'Deploy a release that has the endpoint. The release of January 2026 lacks it for themes and topics.',
  needs: { unmuteRoutes, release },
  judge: ({ unmuteRoutes: { routes }, release: { appendsTwice } }) => {
    // The release of January 2026 never had these two: known, and no news.
    const isJanuary =
      appendsTwice &&
      routes.every(({ kind, status }) => (status === 'missing') === /^(theme|topic)$/.test(kind));
    const missing = routes
      .filter(({ status }) => status === 'missing')
      .map(({ kind, asked }) => ({
        subject: kind,
        message:
          `There is no endpoint to unmute a ${kind}: ${asked.method} ${asked.path} was answered ` +
          `${asked.status}.`,
        facts: { status: asked.status, exchange: asked.exchange },
        ...(isJanuary && { severity: 'info' as const }),
      }));
    const unproven = routes.filter(({ status }) => status === 'unproven');
    if (unproven.length === 0) return missing;
    const reason = unproven.map(({ kind, asked }) => `${kind}: ${asked.status ?? asked.failure}`).join('; ');
    return unknown(`the answer does not say whether the endpoint exists (${reason})`, missing);
  },
  examples: {
    healthy: { unmuteRoutes: exampleRoutes('present'), release: { appendsTwice: false } },
    broken: { unmuteRoutes: exampleRoutes('missing', 'Not Found'), release: { appendsTwice: false } },
  },
});
