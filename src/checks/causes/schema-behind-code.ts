import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import type { Finding } from '../finding.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf, textOf } from './weighing/by-checks.ts';
import { namesFailure } from './weighing/database-says.ts';
import { isServerError } from './weighing/server-error.ts';

/** PostgreSQL's words for a table or column that is not there (42P01, 42703). */
const undefinedObject = /(relation|column) .{1,200} does not exist|UndefinedTable|UndefinedColumn/i;

/** A key is missing because its table or column is: the schema is behind, and not only the key. */
function namesAbsent({ facts }: Pick<Finding, 'facts'>): boolean {
  return Array.isArray(facts['absent']) && facts['absent'].length > 0;
}

export const schemaBehindCode = defineCause({
  code: 'schema-behind-code',
  title: 'Every route that needs the database fails, while the probes are green',
  why: 'Users get errors everywhere; platform and dashboards show a healthy service.',
  remedy:
    'Compare the schema with what the code expects: qa inspect-migrations says which ' +
    'revisions are missing.',
  explains: (finding) =>
    isOneOf('healthy-but-failing', 'unreadable-preferences')(finding) ||
    isServerError(finding) ||
    (finding.code === 'missing-foreign-key' && namesAbsent(finding)),
  weigh: (seen) => {
    const reads = seen.found('unreadable-preferences').filter(isServerError);
    // 501 is the API's word for signing keys that it cannot fetch: no database was asked.
    const canary = seen
      .found('healthy-but-failing')
      .filter((finding) => isServerError(finding) && finding.facts['status'] !== 501);
    const failing = [...reads, ...canary];
    if (failing.length === 0) {
      return seen.clear('unreadable-preferences') || seen.clear('healthy-but-failing')
        ? excluded('a route that reads the database answers')
        : possible([], ask.mute);
    }
    const namesSchema = failing.filter((finding) => undefinedObject.test(textOf(finding)));
    if (namesSchema.length > 0) return confirmed(messagesOf(namesSchema), [ask.migrations]);
    if (failing.every(namesFailure))
      return excluded('the answers quote another failure of the database, which has causes of its own');
    // Probes that look at the database would be red if it were not there at all.
    const green = seen.clear('dead-liveness', 'degraded-readiness', 'unreachable-database');
    const free = seen.found('saturated-pool').length === 0;
    return green && free
      ? confirmed([...messagesOf(failing), 'liveness and readiness are green'], [ask.migrations])
      : possible(messagesOf(failing), ask.railway, ask.migrations);
  },
});
