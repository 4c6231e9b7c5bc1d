import { defineCheck, unknown } from '../check.ts';

import { exampleRoutes, exampleSnapshot } from './examples/journey.ts';
import { provenStatus, whyUnproven } from './journey/route-status.ts';
import { release } from './probes/release.ts';
import { snapshot } from './probes/snapshot.ts';
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
  needs: { unmuteRoutes, snapshot, release },
  judge: ({ unmuteRoutes, snapshot: { preferences: before }, release: { appendsTwice } }) => {
    const routes = unmuteRoutes.routes.map((route) => ({ ...route, proven: provenStatus(route, before) }));
    // The release of January 2026 never had these two: there it is information only.
    const isJanuary =
      appendsTwice &&
      routes.every(({ kind, proven }) => (proven === 'missing') === /^(theme|topic)$/.test(kind));
    const missing = routes
      .filter(({ proven }) => proven === 'missing')
      .map(({ kind, asked }) => ({
        subject: kind,
        message:
          `There is no endpoint to unmute a ${kind}: ${asked.method} ${asked.path} was answered ` +
          `${asked.status}.`,
        facts: { status: asked.status, exchange: asked.exchange },
        ...(isJanuary && { severity: 'info' as const }),
      }));
    const unproven = routes.filter(({ proven }) => proven === 'unproven');
    if (unproven.length === 0) return missing;
    const reason = unproven.map((route) => `${route.kind}: ${whyUnproven(route)}`).join('; ');
    return unknown(`whether it can be unmuted is not proven (${reason})`, missing);
  },
  examples: {
    healthy: {
      unmuteRoutes: exampleRoutes('present'),
      snapshot: exampleSnapshot(),
      release: { appendsTwice: false },
    },
    broken: {
      unmuteRoutes: exampleRoutes('missing', 'Not Found'),
      snapshot: exampleSnapshot(),
      release: { appendsTwice: false },
    },
  },
});
