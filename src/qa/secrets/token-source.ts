import { resolve } from 'node:path';
import { isLoopback } from '../../checks/http/index.ts';
import { describeError } from '../../checks/support/describe-error.ts';
import { UsageError, type App } from '../command.ts';
import type { Target } from '../target/target.ts';
import { readText } from '../state/read-text.ts';

const longest = 16_384;

export interface TokenOptions {
  /** The positional argument; `-` is standard input. */
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
}

type Asked = Pick<App, 'io' | 'secrets' | 'say'>;

/**
 * The token, from the first of: the command line (warned about, once), standard input, `--token-file`,
 * `QA_TOKEN`, the dev server that is the target. Null when none is given. The token is a registered secret
 * from here on. Throws {@link UsageError}, also for a target to which a token would travel in clear text.
 */
export async function readToken(
  options: TokenOptions,
  app: Asked,
  target: Pick<Target, 'token' | 'origin'>,
): Promise<string | null> {
  const token = bare((await givenToken(options, app)) ?? '') || target.token;
  if (!token) return null;
  app.secrets.add(token);
  // The parts too: a server may quote one of them, or cut the token in the middle.
  for (const part of token.split('.').filter((piece) => piece.length >= 16)) app.secrets.add(part);
  if (target.origin !== null) refuseClearText(target.origin);
  return token;
}

async function givenToken({ token, tokenFile }: TokenOptions, app: Asked): Promise<string | null> {
  if (token === '-') return app.io.readStdin();
  if (token !== undefined && token !== '') {
    refuseOverlong(token);
    app.secrets.add(token);
    app.say(
      'A token on the command line shows in ps and in the shell history: better give it as - ' +
        '(standard input), --token-file FILE or QA_TOKEN.',
    );
    return token;
  }
  if (tokenFile !== undefined) return readTokenFile(resolve(app.io.cwd, tokenFile), tokenFile);
  return app.io.environment['QA_TOKEN'] || null;
}

/** Without what a header, an editor or a shell put around it. */
function bare(given: string): string {
  const token = given.trim();
  refuseOverlong(token);
  const unquoted = /^(["'])(.*)\1$/s.exec(token)?.[2] ?? token;
  return unquoted.trim().replace(/^Bearer\s+/i, '');
}

/** No server takes a header of that length: another file was named by mistake. */
function refuseOverlong(token: string): void {
  if (token.length > longest)
    throw new UsageError(
      `The token has ${token.length} characters, and no token has more than ${longest}.`,
      4,
    );
}

async function readTokenFile(path: string, asGiven: string): Promise<string> {
  let text: string;
  try {
    text = await readText(path);
  } catch (error) {
    throw new UsageError(`The token file ${asGiven} cannot be read: ${describeError(error)}.`);
  }
  if (text.trim() === '') throw new UsageError(`The token file ${asGiven} is empty.`);
  return text;
}

function refuseClearText(origin: string): void {
  const { protocol, hostname } = new URL(origin);
  if (protocol === 'https:' || isLoopback(hostname)) return;
  throw new UsageError(
    `The token would travel to ${origin} in clear text: use https (plain http is for loopback only).`,
  );
}
