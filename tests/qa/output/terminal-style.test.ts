import { describe, expect, it } from 'vitest';
import { toAscii } from '../../../src/qa/output/ascii.ts';
import { terminalStyle } from '../../../src/qa/output/terminal-style.ts';

type Environment = Readonly<Record<string, string>>;

const auto = { colour: 'auto', ascii: false } as const;
const terminal = { isTerminal: true, columns: 100 };
const pipe = { isTerminal: false, columns: 80 };

describe('colour', () => {
  it.each<[boolean, typeof terminal, Environment]>([
    [true, terminal, {}],
    [false, pipe, {}],
    [false, terminal, { NO_COLOR: '1' }],
    [true, terminal, { NO_COLOR: '' }],
    [false, terminal, { TERM: 'dumb' }],
    [false, terminal, { CLICOLOR: '0' }],
    [true, pipe, { FORCE_COLOR: '1' }],
    [true, pipe, { FORCE_COLOR: '3', NO_COLOR: '1' }],
    [false, terminal, { FORCE_COLOR: '0' }],
    [false, terminal, { FORCE_COLOR: 'false' }],
    [false, pipe, { FORCE_COLOR: '' }],
    [false, pipe, { CLICOLOR_FORCE: '' }],
    [true, pipe, { CLICOLOR_FORCE: '1' }],
    [false, pipe, { CLICOLOR_FORCE: '0' }],
  ])('is %s on %j with %j', (wanted, sink, environment) => {
    expect(terminalStyle(sink, environment, auto).colour).toBe(wanted);
  });

  it('is first of all what the command line says', () => {
    expect(terminalStyle(pipe, { NO_COLOR: '1' }, { colour: 'always', ascii: false }).colour).toBe(true);
    expect(terminalStyle(terminal, { FORCE_COLOR: '1' }, { colour: 'never', ascii: false }).colour).toBe(
      false,
    );
  });
});

it.each<[number, typeof terminal, Environment]>([
  [100, terminal, { COLUMNS: '40' }],
  [40, pipe, { COLUMNS: '40' }],
  [80, pipe, {}],
  [80, pipe, { COLUMNS: 'wide' }],
  [80, pipe, { COLUMNS: '0' }],
  [80, pipe, { COLUMNS: '40px' }],
  [80, pipe, { COLUMNS: '123456' }],
  [80, { isTerminal: true, columns: 0 }, {}],
])('is %d columns wide on %j with %j', (columns, sink, environment) => {
  expect(terminalStyle(sink, environment, auto).columns).toBe(columns);
});

it.each<[boolean, Environment]>([
  [false, {}],
  [false, { LANG: 'fr_FR.UTF-8' }],
  [false, { LANG: 'C', LC_ALL: 'C.utf8' }],
  [true, { LANG: 'C' }],
  [true, { LANG: 'fr_FR.ISO-8859-1' }],
  [true, { LANG: 'en_US.UTF-8', LC_ALL: 'C' }],
  [true, { LANG: 'en_US.UTF-8', LC_CTYPE: 'POSIX' }],
])('needs ASCII: %s with %j', (ascii, environment) => {
  expect(terminalStyle(terminal, environment, auto).ascii).toBe(ascii);
});

it.each<[boolean, typeof terminal, Environment]>([
  [false, terminal, {}],
  [true, terminal, { TERM_PROGRAM: 'WezTerm' }],
  [false, terminal, { TERM_PROGRAM: 'Apple_Terminal' }],
  [false, terminal, { TERM_PROGRAM: 'my-vscode' }],
  [true, terminal, { TERM_PROGRAM: 'iTerm.app' }],
  [true, terminal, { TERM_PROGRAM: 'ghostty' }],
  [true, terminal, { TERM: 'foot-extra' }],
  [true, terminal, { TERM: 'xterm-kitty' }],
  [true, terminal, { VTE_VERSION: '5000' }],
  [false, terminal, { VTE_VERSION: '4999' }],
  [true, terminal, { WT_SESSION: 'x' }],
  [true, terminal, { KONSOLE_VERSION: '230401' }],
  [true, terminal, { DOMTERM: 'x' }],
  [false, terminal, { WT_SESSION: 'x', CI: 'true' }],
  [false, terminal, { WT_SESSION: 'x', TMUX: 'x' }],
  [false, terminal, { WT_SESSION: 'x', STY: 'x' }],
  [false, terminal, { WT_SESSION: 'x', FORCE_HYPERLINK: '0' }],
  [true, terminal, { FORCE_HYPERLINK: '1', CI: 'true' }],
  [true, terminal, { WT_SESSION: 'x', FORCE_HYPERLINK: '' }],
  [true, terminal, { VTE_VERSION: '6800' }],
  [false, terminal, { VTE_VERSION: '4205' }],
  [false, terminal, { TERM_PROGRAM: 'WezTerm', TMUX: '/tmp/tmux' }],
  [false, terminal, { TERM_PROGRAM: 'WezTerm', NO_COLOR: '1' }],
  [true, terminal, { FORCE_HYPERLINK: '1' }],
  [false, pipe, { FORCE_HYPERLINK: '1' }],
])('makes links: %s on %j with %j', (links, sink, environment) => {
  expect(terminalStyle(sink, environment, auto).links).toBe(links);
});

it.each([
  ['✔', '+'],
  ['✖', 'x'],
  ['•·', '**'],
  ['→←', '-><-'],
  ['…', '...'],
  ['–—', '--'],
  ['“”„«»', '"""""'],
  ['‘’', "''"],
  ['×', 'x'],
  ['≤≥', '<=>='],
  ['─━═', '---'],
  ['│┃║', '|||'],
  ['┌┐└┘├┤┬┴┼╭╮╯╰', '+++++++++++++'],
  ['▁▂▃▄▅▆▇█', '__--==##'],
  ['░▒', '..'],
  ['a\u00a0b', 'a b'],
  ['plain\n', 'plain\n'],
])('in ASCII %s is %s', (sign, plain) => {
  expect(toAscii(sign)).toBe(plain);
});

it('ASCII says every sign', () => {
  const text = toAscii('✖ a → b · “c” … ┌─┐ ▁▄█ été 🙂');
  expect(text).toBe('x a -> b * "c" ... +-+ _-# <U+00E9>t<U+00E9> <U+1F642>');
});
