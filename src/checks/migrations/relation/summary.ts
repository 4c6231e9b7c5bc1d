import { isWithheld } from '../../withheld.ts';
import type { Code } from '../probes/code.ts';
import type { VersionTable } from '../probes/version-table.ts';
import { compare } from './compare.ts';
import { linkRevisions } from '../graph/graph.ts';
import { counted, listed } from '../../support/in-words.ts';

/** Database and code in one sentence, and how they stand to each other where that is known. */
export function summaryOf(code: Code, versions: VersionTable): string | null {
  const sides = [databaseSide(versions), codeSide(code)].filter((side) => side !== null);
  if (sides.length === 0) return null;
  const compared = compare(code, versions);
  const stands = isWithheld(compared) ? '' : `: ${stateOf(compared.state, compared.pending, compared.extra)}`;
  const sentence = sides.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${stands}.`;
}

function databaseSide(versions: VersionTable): string | null {
  if (versions === null) return null;
  const { database, schema, table, revisions } = versions;
  if (schema === null) return `the database ${database} has no ${table}`;
  const at = revisions.length === 0 ? 'before the first revision' : `at ${listed(revisions, 4)}`;
  return `the database ${database} is ${at} (${schema}.${table})`;
}

function codeSide(code: Code): string | null {
  if (code === null) return null;
  const { directories, files, expectedHeads } = code;
  const heads = expectedHeads.length > 0 ? expectedHeads : linkRevisions(files).heads;
  const at = heads.length === 0 ? 'the code without a head' : `the code at ${listed(heads, 4)}`;
  return directories.length === 0
    ? at
    : `${at} (${counted(files.length, 'revision')} in ${directories.join(', ')})`;
}

function stateOf(state: string, pending: readonly string[], extra: readonly string[]): string {
  if (state === 'behind') return `${counted(pending.length, 'revision')} behind`;
  if (state === 'ahead') return `${counted(extra.length, 'revision')} ahead`;
  return state;
}
