/**
 * The same function, asked once for each object: many checks ask the same of one piece of evidence. An answer
 * is forgotten together with what was asked about.
 */
export function remembered<Asked extends object, Answer extends object>(
  ask: (asked: Asked) => Answer,
): (asked: Asked) => Answer {
  const answers = new WeakMap<Asked, Answer>();
  return (asked) => {
    const known = answers.get(asked) ?? ask(asked);
    answers.set(asked, known);
    return known;
  };
}

/** The same for two objects that are asked about together. */
export function rememberedForBoth<One extends object, Other extends object, Answer extends object>(
  ask: (one: One, other: Other) => Answer,
): (one: One, other: Other) => Answer {
  const ofOne = remembered((one: One) => remembered((other: Other) => ask(one, other)));
  return (one, other) => ofOne(one)(other);
}
