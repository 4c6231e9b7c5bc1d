import { UsageError } from '../command.ts';
import { single } from './single.ts';

/** Reads the URL of a server that is told how a run ended. What is quoted never holds credentials. */
export function httpUrl(name: string, right: string): (given: string | undefined) => string | undefined {
  return single(name, (given) => {
    const url = URL.canParse(given) ? new URL(given) : null;
    if (url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return given;
    throw new UsageError(`--${name} takes ${right}.`);
  });
}
