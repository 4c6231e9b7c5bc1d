/** What may come next. */
export const next = {
  /** A statement. */
  statement: 0,
  /** A value, without which what stands before it is not whole. */
  value: 1,
  /** A value, or the end. */
  valueOrEnd: 2,
  /** A value, or the bracket that closes. */
  first: 3,
  /** Behind `:` in `[…]`: anything that a slice goes on with. */
  slice: 4,
  /** An operator, or the end. */
  operator: 5,
  /** The name of an attribute. */
  attribute: 6,
  end: 7,
  colon: 8,
  /** Behind a `*` that may stand alone. */
  starred: 9,
  /** Behind `not` where an operator is needed. */
  in: 10,
  /** The module of `from … import`. */
  module: 11,
  /** `def`, `for` or `with` behind `async`. */
  block: 12,
  /** `for` behind `async` in brackets. */
  for: 13,
  /** The name of a function or class. */
  name: 14,
  /** The brackets of a function. */
  parameters: 15,
  /** `->` or `:` behind them. */
  signature: 16,
  /** Behind a name in the module of `from … import`. */
  moduleName: 17,
  /** Behind a dot behind it. */
  modulePart: 18,
} as const;
export type Next = (typeof next)[keyof typeof next];

/** What a bracket is depends on what stands before it; behind `match` it may be either. */
export const brackets = { call: 0, group: 1, list: 2, subscript: 3, brace: 4, either: 5 } as const;
export type Bracket = (typeof brackets)[keyof typeof brackets];

export interface Open {
  readonly sign: string;
  readonly at: number;
}

export interface Opened extends Open {
  readonly kind: Bracket;
  /** This argument is given by name, or this entry has its `:`. */
  isNamed: boolean;
  isStarred: boolean;
  /** An argument before it was given by name. */
  wasNamed: boolean;
}

/** A string brings its quotes along. */
export function shown(written: string): string {
  return /["']/.test(written) ? written : `"${written}"`;
}
