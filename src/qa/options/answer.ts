import { describeError } from '../../checks/support/describe-error.ts';
import { UsageError, type App } from '../command.ts';

/**
 * What the person at the terminal types. Throws {@link UsageError} where no answer came: a question stands
 * before a change, so that nothing was changed then.
 */
export async function answerTo(
  question: string,
  { io, interruption }: Pick<App, 'io' | 'interruption'>,
  signal: AbortSignal = interruption.signal,
): Promise<string> {
  try {
    return ((await io.ask?.(question, signal)) ?? '').trim();
  } catch (error) {
    const code = interruption.exitCode();
    if (code !== null) throw new UsageError('Interrupted; nothing was changed.', code);
    throw new UsageError(`The question was not answered, so nothing was changed: ${describeError(error)}.`);
  }
}
