import * as z from 'zod/mini';

/**
 * The shape of an object that is checked and then kept, where zod would make a copy: for evidence that comes by the
 * ten thousand. What was found sound once is not looked into again, since such evidence shares its parts.
 */
export function kept<Value extends object>(shape: z.ZodMiniType<Value>): z.ZodMiniType<Value> {
  const sound = new WeakSet<object>();
  return z.custom<Value>().check(({ value, issues }) => {
    if (typeof value === 'object' && value !== null && sound.has(value)) return;
    const read = shape.safeParse(value);
    if (read.success) sound.add(value);
    else issues.push({ code: 'custom', input: value, message: z.prettifyError(read.error) });
  });
}
