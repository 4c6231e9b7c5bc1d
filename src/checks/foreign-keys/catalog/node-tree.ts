/** A node of an expression as the catalogs store it: `{NULLTEST :arg {VAR …} :nulltesttype 0 …}`. */
export interface TreeNode {
  readonly type: string;
  readonly fields: ReadonlyMap<string, readonly TreeValue[]>;
}

export type TreeValue = TreeNode | readonly TreeValue[] | string;

/**
 * Reads `pg_constraint.conbin` as it is stored, since `pg_get_expr` waits behind ACCESS EXCLUSIVE. Null for
 * what does not look like a tree.
 */
export function parseNodeTree(text: string): TreeNode | null {
  const tokens = text.match(/[{}()[\]]|"(?:\\.|[^"\\])*"|(?:\\.|[^\s{}()[\]])+/g) ?? [];
  let place = 0;
  const value = (): TreeValue => {
    const token = tokens[place] ?? '';
    place += 1;
    if (token === '{') return node();
    if (token === '(') return until(')');
    if (token === '[') return until(']');
    return token;
  };
  const until = (end: string): TreeValue[] => {
    const values: TreeValue[] = [];
    while (place < tokens.length && tokens[place] !== end) values.push(value());
    place += 1;
    return values;
  };
  const node = (): TreeNode => {
    const type = tokens[place] ?? '';
    place += 1;
    const fields = new Map<string, TreeValue[]>();
    let field: TreeValue[] = [];
    while (place < tokens.length && tokens[place] !== '}') {
      const token = tokens[place] ?? '';
      if (token.startsWith(':')) {
        place += 1;
        field = [];
        fields.set(token.slice(1), field);
      } else field.push(value());
    }
    place += 1;
    return { type, fields };
  };
  const read = value();
  return isNode(read) ? read : null;
}

export function isNode(value: TreeValue | undefined): value is TreeNode {
  return typeof value === 'object' && 'type' in value;
}

/** A field that holds one node. */
export function nodeAt({ fields }: TreeNode, name: string): TreeNode | null {
  const [value] = fields.get(name) ?? [];
  return isNode(value) ? value : null;
}

/** A field that holds a list of nodes. */
export function nodesAt({ fields }: TreeNode, name: string): readonly TreeNode[] {
  const [value] = fields.get(name) ?? [];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A field that holds a word or a number. */
export function wordAt({ fields }: TreeNode, name: string): string {
  const [value] = fields.get(name) ?? [];
  return typeof value === 'string' ? value : '';
}
