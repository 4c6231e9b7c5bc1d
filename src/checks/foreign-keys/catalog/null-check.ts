import { isNode, nodeAt, nodesAt, parseNodeTree, wordAt, type TreeNode } from './node-tree.ts';

/** Which columns, by number, are null in a row, and which are not; of others nothing is known. */
export type NullPattern = ReadonlyMap<number, boolean>;

/**
 * The answer of an expression: null is SQL's null, undefined says that it depends on more than the pattern.
 */
type Answer = boolean | null | undefined;

/** Operators and functions have the same numbers in every release. */
const equalBooleans = '91';
const unequalBooleans = '85';
const compareIntegers: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '96': (a, b) => a === b,
  '518': (a, b) => a !== b,
  '97': (a, b) => a < b,
  '521': (a, b) => a > b,
  '523': (a, b) => a <= b,
  '525': (a, b) => a >= b,
};
const countNulls: Readonly<Record<string, boolean>> = { '440': true, '438': false };

/**
 * Whether a CHECK, as `pg_constraint.conbin` has it, refuses every row of that pattern, whatever its values
 * are.
 */
export function refuses(conbin: string, pattern: NullPattern): boolean {
  const tree = parseNodeTree(conbin);
  return tree !== null && answerOf(tree, pattern) === false;
}

function answerOf(node: TreeNode, pattern: NullPattern): Answer {
  switch (node.type) {
    case 'NULLTEST': {
      const argument = nodeAt(node, 'arg');
      const isNull = argument === null ? undefined : nullness(argument, pattern);
      return isNull === undefined ? undefined : isNull === (wordAt(node, 'nulltesttype') === '0');
    }
    case 'BOOLEXPR':
      return combined(
        wordAt(node, 'boolop'),
        nodesAt(node, 'args').map((argument) => answerOf(argument, pattern)),
      );
    case 'OPEXPR':
      return compared(node, pattern);
    case 'SCALARARRAYOPEXPR':
      return among(node, pattern);
    default:
      return undefined;
  }
}

function combined(operation: string, answers: readonly Answer[]): Answer {
  if (operation === 'not') return typeof answers[0] === 'boolean' ? !answers[0] : answers[0];
  const decides = operation === 'or';
  if (answers.includes(decides)) return decides;
  if (answers.includes(undefined)) return undefined;
  return answers.includes(null) ? null : !decides;
}

function compared(node: TreeNode, pattern: NullPattern): Answer {
  const operator = wordAt(node, 'opno');
  const [left, right] = nodesAt(node, 'args');
  if (left === undefined || right === undefined) return undefined;
  if (operator === equalBooleans || operator === unequalBooleans) {
    const [one, other] = [answerOf(left, pattern), answerOf(right, pattern)];
    if (one === undefined || other === undefined) return undefined;
    return one === null || other === null ? null : (one === other) === (operator === equalBooleans);
  }
  const [one, other] = [numberOf(left, pattern), numberOf(right, pattern)];
  const compare = compareIntegers[operator];
  return one === undefined || other === undefined ? undefined : compare?.(one, other);
}

/** `num_nulls(a, b) in (0, 2)` */
function among(node: TreeNode, pattern: NullPattern): Answer {
  const [left, list] = nodesAt(node, 'args');
  if (left === undefined || list?.type !== 'ARRAYEXPR' || wordAt(node, 'useOr') !== 'true') return undefined;
  const compare = compareIntegers[wordAt(node, 'opno')];
  const one = numberOf(left, pattern);
  const others = nodesAt(list, 'elements').map((element) => numberOf(element, pattern));
  if (compare === undefined || one === undefined || others.includes(undefined)) return undefined;
  return others.some((other) => other !== undefined && compare(one, other));
}

function numberOf(node: TreeNode, pattern: NullPattern): number | undefined {
  if (node.type === 'CONST') return constant(node);
  const nulls = node.type === 'FUNCEXPR' ? countNulls[wordAt(node, 'funcid')] : undefined;
  if (nulls === undefined) return undefined;
  const each = nodesAt(node, 'args').map((argument) => nullness(argument, pattern));
  return each.includes(undefined) ? undefined : each.filter((isNull) => isNull === nulls).length;
}

/** A small integer: its bytes, the lowest first. */
function constant({ fields }: TreeNode): number | undefined {
  const [, bytes] = fields.get('constvalue') ?? [];
  if (!Array.isArray(bytes) || bytes.some(isNode)) return undefined;
  const [lowest, ...others] = bytes.map(Number);
  return others.some((byte) => byte !== 0) ? undefined : lowest;
}

function nullness(node: TreeNode, pattern: NullPattern): boolean | undefined {
  if (node.type === 'VAR') return pattern.get(Number(wordAt(node, 'varattno')));
  const argument = node.type === 'RELABELTYPE' ? nodeAt(node, 'arg') : null;
  return argument === null ? undefined : nullness(argument, pattern);
}
