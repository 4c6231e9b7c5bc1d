import { describeError } from '../../../checks/support/describe-error.ts';
import { UsageError } from '../../command.ts';

/** A sentence for what the world refused; 1 is what the service itself ends with when it refuses to start. */
export function failure(error: unknown): UsageError {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PostgresNotInstalled') return new UsageError(describeError(error));
  if (name === 'StartRefused') return new UsageError(`The API refuses to start: ${describeError(error)}`, 1);
  if (name === 'DatabaseInUse')
    return new UsageError(`${describeError(error)} Give --database-url of an empty one, or leave it out.`);
  return new UsageError(`The dev server did not start: ${describeError(error)}.`, 3);
}
