/**
 * Gives one list for all values that are the same, which holds the first of them alone: thousands of tables
 * have few kinds of columns. Values of different names are never the same.
 */
export function keepingAlike<Value extends { readonly name: string | null }>(
  isSame: (one: Value, other: Value) => boolean,
): (value: Value) => Value[] {
  const known = new Map<string | null, Value[][]>();
  return (value) => {
    let ofName = known.get(value.name);
    if (ofName === undefined) known.set(value.name, (ofName = []));
    for (const list of ofName) if (list[0] !== undefined && isSame(list[0], value)) return list;
    const list = [value];
    ofName.push(list);
    return list;
  };
}
