import type { Report } from '../../checks/report.ts';
import { diagnosis } from './html/diagnosis.ts';
import { evidence } from './html/evidence.ts';
import { findings } from './html/findings.ts';
import { foreignKeys } from './html/foreign-keys.ts';
import { latency } from './html/latency.ts';
import { locks } from './html/locks.ts';
import { markup, trusted } from './html/markup.ts';
import { migrations } from './html/migrations.ts';
import { session } from './html/session.ts';
import { style } from './html/style.ts';
import { timeline } from './html/timeline.ts';
import { headline, verdict } from './html/verdict.ts';
import { unjudged } from './html/unjudged.ts';

/** Even if a text of a hostile server got out of its quotes: nothing is loaded, nothing runs. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * For people: one file that needs no network and no scripts, for a screen of any width, bright or dark, and
 * for paper.
 */
export function html(report: Report): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${headline(report)} · qa ${report.command} · ${report.target.name}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${verdict(report)}
${diagnosis(report)}
${findings(report)}
${unjudged(report)}
${latency(report)}
${session(report)}
${locks(report)}
${timeline(report)}
${foreignKeys(report)}
${migrations(report)}
${evidence(report)}
</main>
<footer>${report.tool.name} ${report.tool.version} · report schema ${report.schema} · begun ${report.startedAt}</footer>
</body>
</html>
`.source;
}
