import { UsageError } from '../command.ts';
import { suggestion } from './nearest.ts';

/** An option that is given once; `parse` reads it where it was given at all. Throws {@link UsageError}. */
export function single<Value>(name: string, parse: (given: string) => Value) {
  return (given: string | readonly string[] | undefined): Value | undefined => {
    if (Array.isArray(given)) throw severalTimes(name, given);
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

/** The text of an option that is given once. */
export function singleText(name: string) {
  return single(name, (given) => given);
}

/** The number of an option that is given once and has a default; NaN where it is not a number. */
export function singleNumber(name: string) {
  return (given: number | readonly number[]): number => {
    if (typeof given === 'object') throw severalTimes(name, given);
    return given;
  };
}

/** One of several words, given once. Yargs asks for its choices later, and would not see one behind this. */
export function singleChoice<Choice extends string>(name: string, choices: readonly Choice[]) {
  return single(name, (given): Choice => {
    const known = choices.find((choice) => choice === given);
    if (known !== undefined) return known;
    throw new UsageError(
      `--${name} ${given || '""'} is not known: it is one of ` +
        `${choices.join(', ')}.${suggestion(given, choices)}`,
    );
  });
}

function severalTimes(name: string, given: readonly unknown[]): UsageError {
  return new UsageError(`--${name} was given ${given.length} times; give it once.`);
}

/** `--target "$TARGET"` where the variable is not set. An API can live under no prefix, though. */
export function filled(name: string) {
  return (given: string): string => {
    if (given.trim() === '' && name !== 'api-prefix')
      throw new UsageError(`--${name} is empty: give it a value, or leave it out.`);
    return given;
  };
}
