import { isWithheld, notAsked, unknown, type Withheld } from '../../check.ts';
import { linkRevisions, type Graph } from '../graph/graph.ts';
import type { Code } from '../probes/code.ts';
import type { VersionTable } from '../probes/version-table.ts';
import { isButUnlabelled } from '../revision-file/declared.ts';
import { relate, type Relation } from './relation.ts';

/** The chain of the code; withheld where no files were given. */
export interface Chain {
  readonly graph: Graph;
  /** At which revisions the code is: those that were named, else the heads of the files. */
  readonly heads: readonly string[];
  readonly files: Files;
  /** What could not be read of them; null where all of it was. */
  readonly unread: string | null;
  /** Files whose labels only running them tells, where nothing is named by a label; null for none. */
  readonly unlabelled: string | null;
}

type Files = NonNullable<Code>['files'];

/** Database and code, side by side. */
export interface Compared extends Relation {
  readonly chain: Chain;
  readonly table: FoundTable;
}

export type FoundTable = NonNullable<VersionTable> & { readonly schema: string };

export function chainOf(code: Code): Chain | Withheld {
  if (code === null || code.directories.length === 0)
    return notAsked({ without: '--versions-dir' }, 'no revision files were given');
  const graph = linkRevisions(code.files);
  const hidden = code.files.filter((file) => file.unread.length > 0);
  // Where every name leads to a revision, no label is asked for.
  const unlabelled = graph.missing.length > 0 ? [] : hidden.filter(isButUnlabelled);
  return {
    graph,
    files: code.files,
    heads: code.expectedHeads.length > 0 ? code.expectedHeads : graph.heads,
    unread: unreadText(hidden.filter((file) => !unlabelled.includes(file))),
    unlabelled: unreadText(unlabelled),
  };
}

function unreadText([first, ...others]: readonly Files[number][]): string | null {
  if (first === undefined) return null;
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  return `${first.path} could not be read as a revision (${first.unread.join(', ')})${more}`;
}

/** Nothing to compare the database with. */
export function noCode(): Withheld {
  return notAsked(
    { without: '--versions-dir' },
    'neither revision files nor an expected head were given (--versions-dir or --expect-head)',
  );
}

/** The database's table of revisions; where it is absent, `missing-version-table` says so. */
export function tableOf(table: VersionTable): FoundTable | Withheld {
  if (table === null) return notAsked({ without: '--database-url' }, 'no database was given');
  const { schema } = table;
  if (schema === null) return unknown(`the database has no ${table.table}`);
  return { ...table, schema };
}

/** Why a chain cannot be compared with anything; null for one that can. */
export function brokenBy({ graph, files, unread }: Chain): string | null {
  if (unread !== null) return unread;
  if (graph.duplicates.length > 0)
    return 'several files declare the same revision, which duplicate-revision tells';
  const isBroken =
    graph.missing.length > 0 ||
    graph.clashes.length > 0 ||
    graph.cycle.length > 0 ||
    files.some(({ faults }) => faults.length > 0);
  return isBroken ? 'the chain of revisions is broken, which broken-chain tells' : null;
}

/**
 * How the database stands to the code; withheld where either is missing, or where the answer would be a
 * guess.
 */
export function compare(code: Code, versions: VersionTable): Compared | Withheld {
  const table = tableOf(versions);
  if (isWithheld(table)) return table;
  if (code === null) return noCode();
  const chain = code.directories.length === 0 ? headAlone(code.expectedHeads) : chainOf(code);
  if (isWithheld(chain)) return chain;
  const broken = brokenBy(chain);
  if (broken !== null) return unknown(broken);
  const strangers = [...chain.heads, ...table.revisions].filter((id) => !chain.graph.revisions.has(id));
  if (strangers.length > 0)
    return unknown(`it is not known where ${strangers.join(', ')} belongs, which unknown-revision tells`);
  return { chain, table, ...relate(chain.graph, chain.heads, table.revisions) };
}

/** All that is known of the code are its heads: enough to be at them, or at nothing at all. */
function headAlone(heads: readonly string[]): Chain {
  const files = heads.map((id) => ({
    path: '',
    revision: id,
    down: [],
    dependsOn: [],
    labels: [],
    faults: [],
    unread: [],
  }));
  return { graph: linkRevisions(files), heads, files, unread: null, unlabelled: null };
}

/** How many revisions a sentence names. */
export const mostRevisions = 12;
