import { UsageError } from '../command.ts';

/** An option that is given once; `parse` reads it where it was given at all. Throws {@link UsageError}. */
export function single<Value>(name: string, parse: (given: string) => Value) {
  return (given: string | readonly string[] | undefined): Value | undefined => {
    if (Array.isArray(given)) {
      throw new UsageError(`--${name} was given ${given.length} times; give it once.`);
    }
    return given === undefined ? undefined : parse(given as string);
  };
}
