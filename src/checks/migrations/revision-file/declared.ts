import { computed, type Literal } from '../python/literal.ts';
import type { Fault } from '../python/structure.ts';

/** What a revision file says of itself. */
export interface Declared {
  /** Null where the file declares none. */
  readonly revision: string | null;
  readonly down: readonly string[];
  /** Revisions, or labels of branches, that must be there before it without being its predecessors. */
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  /** What keeps Alembic from using the file. */
  readonly faults: readonly string[];
  /** What only running the file could tell. */
  readonly unread: readonly string[];
}

export const variables = ['revision', 'down_revision', 'depends_on', 'branch_labels'] as const;
export type Variable = (typeof variables)[number];

/** A number or a truth value, as it is written. */
export interface Scalar {
  readonly scalar: string;
}
/** What one of them is assigned. */
export type Value = Literal | Scalar | typeof computed;

/** Of thousands of files most lists are empty, and one such list is enough. */
const none: readonly string[] = [];

export function isVariable(name: string): name is Variable {
  return variables.some((each) => each === name);
}

/**
 * Alembic gives these signs a meaning of their own in what it is asked for, and refuses ids that hold one.
 */
const refusedInIds = /[@+-]/;
/** Before 0.2 the name of the file was the id, and Alembic still takes it where the file declares none. */
const idAsName = /^([a-f0-9]+)\.py$/;

/** What these values of the variables declare together. */
export function declaredOf(
  values: ReadonlyMap<Variable, Value>,
  fileName: string,
  fault: Fault | null = null,
): Declared {
  const written = values.get('revision');
  const revision =
    typeof written === 'string'
      ? written
      : written === undefined
        ? (idAsName.exec(fileName)?.[1] ?? null)
        : null;
  const down = textsIn(values.get('down_revision'));
  const dependsOn = textsIn(values.get('depends_on'));
  const labels = textsIn(values.get('branch_labels'));
  // Of a file that Python cannot read nothing else matters.
  if (fault !== null) return { revision, down, dependsOn, labels, faults: [toldOf(fault)], unread: none };
  const open = variables.filter((name) => values.get(name) === computed);
  const unread = open.length === 0 ? none : open.map(unreadText);
  return { revision, down, dependsOn, labels, faults: faultsIn(values, revision), unread };
}

function unreadText(name: Variable): string {
  return `${name} is computed, not written out`;
}

/** Whether nothing is unknown of a file but what its branch is called. */
export function isButUnlabelled({ unread }: Pick<Declared, 'unread'>): boolean {
  return unread.length === 1 && unread[0] === unreadText('branch_labels');
}

function toldOf({ line, reason }: Fault): string {
  return `Python cannot read it: line ${line}, ${reason}`;
}

function faultsIn(values: ReadonlyMap<Variable, Value>, revision: string | null): readonly string[] {
  const faults: string[] = [];
  const written = values.get('revision');
  if (written === undefined && revision === null) faults.push('it declares no revision');
  if (written === null) faults.push('its revision is None, where Alembic needs an id');
  else if (typeof written === 'object')
    faults.push(
      `its revision is ${'scalar' in written ? written.scalar : 'a list'}, where Alembic needs a text`,
    );
  if (!values.has('down_revision')) faults.push('it declares no down_revision');
  for (const name of ['down_revision', 'depends_on'] as const) {
    const wrong = wrongIn(name, values.get(name));
    if (wrong !== null) faults.push(`its ${name} holds ${wrong}, where Alembic needs ids`);
  }
  if (revision !== null && refusedInIds.test(revision))
    faults.push(`Alembic refuses the signs @, + and - in the revision id ${revision}`);
  return faults.length === 0 ? none : faults;
}

/** What stands among the ids that is none; what is false as a whole, such as `""` or `0`, stands for none. */
function wrongIn(name: Variable, value: Value | undefined): string | null {
  if (value === undefined || value === null || typeof value !== 'object') return null;
  if ('scalar' in value) return isFalse(value) ? null : value.scalar;
  const [only] = value;
  // Alone in a list, it stands for none too.
  if (value.length < 2 && (only === null || (only === '' && name === 'depends_on'))) return null;
  if (value.includes(null)) return 'None';
  return value.includes('') ? 'an empty text' : null;
}

function isFalse({ scalar }: Scalar): boolean {
  return scalar === 'False' || Number(scalar) === 0;
}

function textsIn(value: Value | undefined): readonly string[] {
  if (value === undefined || value === null || typeof value === 'symbol' || value === '') return none;
  if (typeof value === 'string') return [value];
  if ('scalar' in value) return none;
  return [...new Set(value.filter((item) => typeof item === 'string').filter(Boolean))];
}
