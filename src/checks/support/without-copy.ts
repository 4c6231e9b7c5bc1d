import * as z from 'zod/mini';
import type { $ZodType, $ZodTypes } from 'zod/v4/core';

type Test = (value: unknown) => boolean;

/** Of shapes that {@link withoutCopy} made. */
const tests = new WeakMap<$ZodType, Test>();

/**
 * The shape of an object that is checked and then kept, where zod would make a copy of it and of all that is
 * in it: for evidence that comes by the ten thousand and shares its parts. Zod itself looks only at what does
 * not fit, to say why.
 */
export function withoutCopy<Value extends object>(shape: z.ZodMiniType<Value>): z.ZodMiniType<Value> {
  const fits = testOf(shape);
  const keeping = z.custom<Value>().check(({ value, issues }) => {
    if (fits(value)) return;
    const read = shape.safeParse(value);
    if (!read.success) issues.push({ code: 'custom', input: value, message: z.prettifyError(read.error) });
  });
  tests.set(keeping, fits);
  return keeping;
}

/**
 * Whether a value is as the shape says, without making anything. A kind of shape that is not known here is
 * left to zod.
 */
function testOf(shape: $ZodType): Test {
  const known = tests.get(shape);
  if (known !== undefined) return known;
  const { def } = (shape as $ZodTypes)._zod;
  const refined = (def.checks?.length ?? 0) > 0;
  switch (refined ? null : def.type) {
    case 'string':
    case 'boolean':
      return (value) => typeof value === def.type;
    case 'number':
      return Number.isFinite;
    default:
      return refined ? byZod(shape) : testOfParts(shape, def);
  }
}

function testOfParts(shape: $ZodType, def: $ZodTypes['_zod']['def']): Test {
  switch (def.type) {
    case 'enum': {
      const words = new Set<unknown>(Object.values(def.entries));
      return (value) => words.has(value);
    }
    case 'nullable': {
      const fits = testOf(def.innerType);
      return (value) => value === null || fits(value);
    }
    case 'optional': {
      const fits = testOf(def.innerType);
      return (value) => value === undefined || fits(value);
    }
    case 'array': {
      const fits = testOf(def.element);
      return (value) => Array.isArray(value) && value.every(fits);
    }
    case 'object': {
      const names = Object.keys(def.shape);
      const fields = Object.values(def.shape).map(testOf);
      return (value) => {
        if (typeof value !== 'object' || value === null) return false;
        // Not `every`: it costs a call more for each field of ten thousand keys.
        for (let place = 0; place < names.length; place += 1) {
          const fits = fields[place];
          if (fits?.((value as Record<string, unknown>)[names[place] ?? '']) !== true) return false;
        }
        return true;
      };
    }
    default:
      return byZod(shape);
  }
}

function byZod(shape: $ZodType): Test {
  return (value) => z.safeParse(shape, value).success;
}
