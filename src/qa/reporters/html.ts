import type { Report } from '../../checks/report.ts';
import { shownTarget } from './parts/target-line.ts';
import { headline } from '../output/summary.ts';
import { checks } from './html/checks.ts';
import { doNow } from './html/do-now.ts';
import { evidence } from './html/evidence.ts';
import { findings } from './html/findings.ts';
import { foreignKeys } from './html/foreign-keys.ts';
import { latency } from './html/latency.ts';
import { locks } from './html/locks.ts';
import { escapePlain, markup, nothing, trusted } from './html/markup.ts';
import { migrations } from './html/migrations.ts';
import { possible } from './html/possible.ts';
import { script, scriptHash } from './html/script.ts';
import { session } from './html/session.ts';
import { stepsOf } from './html/steps.ts';
import { style } from './html/style/index.ts';
import { timeline } from './html/timeline.ts';
import { inOneLine, verdict } from './html/verdict.ts';

/**
 * Even if a text of a hostile server got out of its quotes: nothing is loaded, and nothing runs but
 * the page's own script.
 */
const policy =
  `default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; ` +
  "base-uri 'none'; form-action 'none'";

/** A tab shows no more. */
const longestTitle = 70;

/**
 * For people: one file that needs no network, and works without scripts, for a screen of any width, bright or
 * dark, and for paper.
 */
export function html(report: Report): string {
  const { baseUrl, database } = report.target;
  const target = shownTarget(report.target) ?? baseUrl?.replace(/^https?:\/\//, '') ?? database ?? 'nothing';
  const title = inOneLine(`${report.command} of ${target}: ${headline(report)}`, longestTitle);
  const steps = stepsOf(report);
  const drawn = foreignKeys(report);
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${trusted(escapePlain(title))}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${verdict(report)}
${doNow(report, steps)}
${drawn.isTroubled ? drawn.section : nothing}
${locks(report)}
${findings(report, steps)}
${possible(report)}
${drawn.isTroubled ? nothing : drawn.section}
${migrations(report)}
${checks(report)}
${latency(report)}
${session(report)}
${timeline(report)}
${evidence(report)}
</main>
<footer>${report.tool.name} ${report.tool.version} · report schema ${report.schema}</footer>
<script>${trusted(script)}</script>
</body>
</html>
`.source;
}
