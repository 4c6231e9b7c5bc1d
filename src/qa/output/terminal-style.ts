import type { Io, Sink, TerminalStyle } from '../command.ts';

export const colourChoices = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof colourChoices)[number];

type Environment = Io['environment'];

/** What a stream can show, as the user, the environment and the terminal say, in this order. */
export function terminalStyle(
  { isTerminal, columns }: Pick<Sink, 'isTerminal' | 'columns'>,
  environment: Environment,
  wish: { readonly colour: ColourChoice; readonly ascii: boolean },
): TerminalStyle {
  const colour = wish.colour === 'auto' ? isColourful(isTerminal, environment) : wish.colour === 'always';
  const ascii = wish.ascii || !isUtf8(environment);
  return {
    isTerminal,
    columns: isTerminal && columns > 0 ? columns : (readColumns(environment) ?? (columns || 80)),
    colour,
    ascii,
    links: isTerminal && colour && showsLinks(environment),
  };
}

/**
 * FORCE_COLOR and CLICOLOR_FORCE are meant for exactly the places where a program would not; as in Node, they
 * win.
 */
function isColourful(isTerminal: boolean, environment: Environment): boolean {
  const { FORCE_COLOR: force, CLICOLOR_FORCE: forced } = environment;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (forced !== undefined && forced !== '' && forced !== '0') return true;
  if (environment['NO_COLOR'] || environment['CLICOLOR'] === '0' || environment['TERM'] === 'dumb')
    return false;
  return isTerminal;
}

/** The first variable that names a locale decides; where none does, nothing is known against UTF-8. */
function isUtf8({ LC_ALL: all, LC_CTYPE: type, LANG: language }: Environment): boolean {
  const locale = all || type || language;
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}

function readColumns({ COLUMNS: given }: Environment): number | null {
  return given !== undefined && /^[1-9]\d{0,4}$/.test(given) ? Number(given) : null;
}

/** Terminals that are known to make links of OSC 8; others might print it. */
function showsLinks(environment: Environment): boolean {
  const { FORCE_HYPERLINK: force, TERM_PROGRAM: program, TERM: term, VTE_VERSION: vte } = environment;
  if (force !== undefined && force !== '') return force !== '0';
  if (environment['CI'] || environment['TMUX'] || environment['STY']) return false;
  return (
    /^(iTerm\.app|WezTerm|vscode|ghostty|Hyper|Tabby|rio)$/.test(program ?? '') ||
    /^(xterm-kitty|alacritty|foot|contour)/.test(term ?? '') ||
    Number(vte) >= 5000 ||
    Boolean(environment['WT_SESSION'] || environment['KONSOLE_VERSION'] || environment['DOMTERM'])
  );
}
