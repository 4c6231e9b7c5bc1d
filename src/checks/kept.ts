import * as z from 'zod/mini';

/** The shape of an object that is checked and then kept, where zod would make a copy: for evidence that comes by the ten thousand and shares its parts. */
export function kept<Value extends object>(shape: z.ZodMiniType<Value>): z.ZodMiniType<Value> {
  return z.custom<Value>().check(({ value, issues }) => {
    const read = shape.safeParse(value);
    if (!read.success) issues.push({ code: 'custom', input: value, message: z.prettifyError(read.error) });
  });
}
