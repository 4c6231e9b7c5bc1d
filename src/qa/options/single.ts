import { UsageError } from '../command.ts';

/** An option that is given once; `parse` reads it where it was given at all. Throws {@link UsageError}. */
export function single<Value>(name: string, parse: (given: string) => Value) {
  return (given: string | readonly string[] | undefined): Value | undefined => {
    if (Array.isArray(given)) {
      throw new UsageError(`--${name} was given ${given.length} times; give it once.`);
    }
    if (given === undefined) return undefined;
    try {
      return parse(given as string);
    } catch (error) {
      if (!(error instanceof UsageError) || error.message.startsWith('--')) throw error;
      // Whoever reads it has typed several.
      throw new UsageError(`--${name}: ${error.message}`);
    }
  };
}

/** `--target "$TARGET"` where the variable is not set. An API can live under no prefix, though. */
export function filled(name: string) {
  return (given: string): string => {
    if (given.trim() === '' && name !== 'api-prefix')
      throw new UsageError(`--${name} is empty: give it a value, or leave it out.`);
    return given;
  };
}
