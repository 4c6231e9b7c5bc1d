import { defineCheck, isWithheld, unknown, type Observed } from '../check.ts';
import { codeWith, databaseAt } from './examples/evidence.ts';
import { code } from './probes/code.ts';
import { versionTable } from './probes/version-table.ts';
import { chainOf, noCode, tableOf } from './relation/compare.ts';
import { counted } from '../support/in-words.ts';

export const unknownRevision = defineCheck({
  code: 'unknown-revision',
  title: 'The database is at a revision that the code does not have',
  severity: 'error',
  why:
    `Alembic stops with "Can't locate revision identified by", so no migration runs and a start that ` +
    `migrates ends there.`,
  remedy:
    'Look with the files of the newest release: a newer deployment may have migrated this database, which ' +
    'is then ahead. Where no release has it, bring its file back from the branch that was applied; ' +
    'stamping over it hides what was done to the schema.',
  needs: { code, versionTable },
  judge: ({ code: given, versionTable: versions }) => {
    if (given === null) return noCode();
    const { expectedHeads } = given;
    const table = tableOf(versions);
    const chain = chainOf(given);
    const current = isWithheld(table) ? [] : table.revisions;
    // A row that is not the expected head lies before it, behind it or elsewhere: without files nobody can
    // say which.
    if (isWithheld(chain)) {
      if (isWithheld(table)) return table;
      const others = current.filter((id) => !expectedHeads.includes(id));
      return others.map((id) => ({
        subject: id,
        message:
          `The database is at ${id}, which is ` +
          `${expectedHeads.length === 1 ? 'not the expected head' : 'none of the expected heads'} ` +
          `${expectedHeads.join(', ')}; with --versions-dir it could be said which of them is older.`,
        facts: { current, expectedHeads },
      }));
    }
    const isKnown = (id: string): boolean => chain.graph.revisions.has(id);
    const among = `${counted(chain.files.length, 'revision file')} in ${given.directories.join(', ')}`;
    const observed: Observed[] = [
      ...current
        .filter((id) => !isKnown(id))
        .map((id) => ({
          subject: id,
          message: `The database is at ${id}, and none of ${among} declares it.`,
          facts: { current, heads: chain.graph.heads },
        })),
      ...expectedHeads
        .filter((id) => !isKnown(id) && !current.includes(id))
        .map((id) => ({
          subject: id,
          message: `The expected head ${id} is declared by none of ${among}.`,
          facts: { expectedHeads, heads: chain.graph.heads },
        })),
    ];
    // A file that could not be read may be the one that declares it.
    if (chain.unread !== null && observed.length > 0) return unknown(chain.unread);
    if (isWithheld(table) && observed.length === 0) return table;
    return observed;
  },
  examples: {
    healthy: { code: codeWith(), versionTable: databaseAt('1a2b3c4d5e6f') },
    broken: { code: codeWith(), versionTable: databaseAt('deadbeef0000') },
  },
});
