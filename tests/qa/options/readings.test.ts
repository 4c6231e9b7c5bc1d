import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/qa/options/duration.ts';
import { UsageError } from '../../../src/qa/command.ts';
import { mistake, noCommand } from '../../../src/qa/options/mistake.ts';
import { nearest, suggestion } from '../../../src/qa/options/nearest.ts';
import { parseFormats } from '../../../src/qa/options/options.ts';
import { readOutputOptions } from '../../../src/qa/options/output-options.ts';
import { selectChecks } from '../../../src/qa/options/select-checks.ts';
import { sendOptions } from '../../../src/qa/options/send-options.ts';
import { filled, single } from '../../../src/qa/options/single.ts';
import { arrangeWords, spellOut } from '../../../src/qa/options/words.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['7', 7_000],
    ['1.5s', 1_500],
    ['0.25', 250],
    ['12.75m', 765_000],
    [' 2m ', 120_000],
    ['3  s', 3_000],
  ])('%s is read', (given, durationMs) => {
    expect(parseDuration(given)).toBe(durationMs);
  });

  it.each(['', '0', '0ms', '-1s', '1d', 's', '.5s', '1.s', '1..5s', '1s2', 'a1s', '1 s s', 'soon'])(
    '"%s" is none',
    (given) => {
      expect(() => parseDuration(given)).toThrow(
        `"${given}" is not a duration: give one above zero as 500ms, 30s or 5m.`,
      );
    },
  );
});

describe('the word that was meant', () => {
  it.each<[string, string[], string | null]>([
    ['orphan-row', ['dead-liveness', 'orphan-rows'], 'orphan-rows'],
    ['ORPHAN-ROWS', ['orphan-rows'], 'orphan-rows'],
    ['orphan-rows', ['Orphan-Rows'], 'Orphan-Rows'],
    ['jsn', ['json', 'junit'], 'json'],
    ['abd', ['abx', 'aby'], 'abx'],
    ['abd', ['xbx', 'abx'], 'abx'],
    ['ab', ['ac'], 'ac'],
    ['ab', ['cd'], null],
    // A third of six letters is two.
    ['abcdxy', ['abcdef'], 'abcdef'],
    ['abcxyz', ['abcdef'], null],
    // Of five it is one.
    ['abcdx', ['abcde'], 'abcde'],
    ['abcxx', ['abcde'], null],
    ['abcdefg', ['abcdef'], 'abcdef'],
    ['bcdef', ['abcdef'], 'abcdef'],
    ['badcfe', ['abcdef'], null],
    ['', ['a'], 'a'],
    ['', ['ab'], null],
    ['anything', [], null],
  ])('for %j of %j is %j', (word, known, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  it.each<[string, string[], string]>([
    ['xyz', ['abc'], ''],
    ['jsn', ['json'], ' Did you mean "json"?'],
    ['fk', ['inspect-fk', 'repair-fk', 'fkx', 'of-k'], ' Did you mean "inspect-fk", "repair-fk" or "fkx"?'],
    ['FK', ['Inspect_FK', 'repair.fk'], ' Did you mean "Inspect_FK" or "repair.fk"?'],
    ['--list', ['--list-a', '--list-b', '--lift'], ' Did you mean "--list-a" or "--list-b"?'],
    ['a', ['a-b', 'xx'], ''],
    ['in', ['in-a', 'in-b', 'in-c', 'in-d'], ' Did you mean "in-a", "in-b", "in-c" or "in-d"?'],
    ['inn', ['inn-a', 'inn-b', 'inn-c', 'inn-d', 'inn-e', 'ink'], ' Did you mean "ink"?'],
  ])('%s is told to be near: %j', (word, known, said) => {
    expect(suggestion(word, known)).toBe(said);
  });
});

describe('a sentence of yargs becomes one of ours', () => {
  const known = (...argv: string[]) => ({
    argv,
    command: { name: 'inspect-fk', usage: 'inspect-fk [tables..]' },
    options: ['format', 'fail-on', 'a.b'],
  });
  it.each<[string, string[], string]>([
    [
      'Unknown argument: formatt',
      ['--formatt'],
      '--formatt is not an option of qa inspect-fk; qa inspect-fk --help lists them. ' +
        'Did you mean "--format"?',
    ],
    [
      'Unknown arguments: formatt, x',
      ['inspect-fk', '--formatt=json', '-x'],
      '--formatt is not an option of qa inspect-fk; qa inspect-fk --help lists them. ' +
        'Did you mean "--format"?',
    ],
    [
      'Unknown argument: x',
      ['xx', '--xx', 'a-x', '-x=1'],
      '-x is not an option of qa inspect-fk; qa inspect-fk --help lists them.',
    ],
    [
      'Unknown argument: a.c',
      ['--abc', '--a.c'],
      '--a.c is not an option of qa inspect-fk; qa inspect-fk --help lists them. Did you mean "--a.b"?',
    ],
    [
      'Unknown argument: a.c',
      ['--abc'],
      'qa inspect-fk does not know what to do with "a.c": qa inspect-fk [tables..].',
    ],
    [
      'Unknown command: word',
      ['word'],
      'qa inspect-fk does not know what to do with "word": qa inspect-fk [tables..].',
    ],
    [
      'Not enough arguments following: target',
      [],
      '--target needs a value behind it; qa inspect-fk --help says which.',
    ],
    ['Not enough arguments following: o', [], '-o needs a value behind it; qa inspect-fk --help says which.'],
    [
      'Invalid values:\n  Argument: fail-on, Given: "eror", Choices: "error", "warning"',
      [],
      '--fail-on eror is not known: it is one of error, warning. Did you mean "error"?',
    ],
    [
      'Invalid values:\n  Argument: fail-on, Given: "", Choices: "error", "warning"',
      [],
      '--fail-on "" is not known: it is one of error, warning.',
    ],
    [
      'Not enough non-option arguments: got 0, need at least 1',
      [],
      'Something is missing: qa inspect-fk [tables..]. qa inspect-fk --help says more.',
    ],
    [
      'Missing required argument: code',
      [],
      'Something is missing: qa inspect-fk [tables..]. qa inspect-fk --help says more.',
    ],
    ['Something\n  odd.', [], 'Something odd; qa inspect-fk --help shows what is allowed.'],
    ['v1. is odd', [], 'v1. is odd; qa inspect-fk --help shows what is allowed.'],
  ])('%j with %j', (message, argv, said) => {
    expect(mistake(message, known(...argv))).toBe(said);
  });

  it.each([
    ['-', 'A command comes first: qa COMMAND; qa --help lists them.'],
    ['--', 'A command comes first: qa COMMAND; qa --help lists them.'],
    ['-f', '-f needs a command, as in qa COMMAND -f; qa --help lists them.'],
    [
      'inspect-f',
      '"inspect-f" is neither a command nor an option here; --help lists them. Did you mean "inspect-fk"?',
    ],
    ['a-', '"a-" is neither a command nor an option here; --help lists them.'],
  ])('%s is no command', (word, said) => {
    expect(noCommand(word, ['inspect-fk', 'explain'])).toBe(said);
  });
});

describe('the words of a command line', () => {
  it.each<[string, string[]]>([
    ['-qv', ['-q', '-v']],
    ['-q', ['-q']],
    ['-hVqv', ['-h', '-V', '-q', '-v']],
    ['-fjson', ['-f', 'json']],
    ['-qfjson', ['-q', '-f', 'json']],
    ['-ofile', ['-o', 'file']],
    ['-o=file', ['-o', 'file']],
    ['-o==file', ['-o', '=file']],
    ['-oa\nb', ['-o', 'a\nb']],
    ['-f', ['-f']],
    ['-xfjson', ['-xfjson']],
    ['a-qv', ['a-qv']],
    ['-qvx', ['-qvx']],
    ['--format', ['--format']],
    ['x-fjson', ['x-fjson']],
  ])('%s is spelled out', (word, words) => {
    expect(spellOut(word)).toEqual(words);
  });

  it.each<[string[], string[]]>([
    [
      ['fleet', '-qv'],
      ['fleet', '-q', '-v'],
    ],
    [['help'], ['--help']],
    [
      ['help', 'fleet'],
      ['fleet', '--help'],
    ],
    [
      ['help', 'fleet', '--', 'x'],
      ['fleet', '--help', '--', 'x'],
    ],
    [['version'], ['--version']],
    [
      ['version', 'x', '--', '-qv'],
      ['--version', 'x', '--', '-qv'],
    ],
    [
      ['-q', 'fleet', 'a'],
      ['fleet', '-q', 'a'],
    ],
    [
      ['-q', 'x', 'fleet', 'a', '--', 'b'],
      ['fleet', '-q', 'x', 'a', '--', 'b'],
    ],
    [
      ['x', 'fleet'],
      ['x', 'fleet'],
    ],
    [
      ['fleet', '--', '-qv', 'help'],
      ['fleet', '--', '-qv', 'help'],
    ],
    [
      ['--', 'fleet', '-qv'],
      ['--', 'fleet', '-qv'],
    ],
    [
      ['-q', '--', 'fleet'],
      ['-q', '--', 'fleet'],
    ],
    [['-q'], ['-q']],
    [[], []],
  ])('%j is put in order', (argv, words) => {
    expect(arrangeWords(argv, ['fleet', 'explain'])).toEqual(words);
  });

  it.each<[string[], Partial<ReturnType<typeof readOutputOptions>>]>([
    [[], {}],
    [['-q'], { quiet: true }],
    [['--quiet'], { quiet: true }],
    [['fleet', '-v'], { verbose: true }],
    [['--verbose', 'word'], { verbose: true }],
    [['--ascii'], { ascii: true }],
    [['--color', 'always'], { colour: 'always' }],
    [['--color=never'], { colour: 'never' }],
    [['--color', 'never', '--color', 'always'], { colour: 'always' }],
    [['--color', 'blue'], {}],
    [['--no-color'], { colour: 'never' }],
    [['--noColor', '--color', 'always'], { colour: 'never' }],
    [['--format', 'nagios'], { nagios: true }],
    [['-f', 'json', '-f', 'nagios'], { nagios: true }],
    [['-f', 'json', 'nagios'], {}],
    [['--format', 'nagios=file'], {}],
    [['nagios'], {}],
  ])('%j says how it speaks', (argv, said) => {
    const silent = { quiet: false, verbose: false, colour: 'auto', ascii: false, nagios: false };
    expect(readOutputOptions(argv)).toEqual({ ...silent, ...said });
  });
});

describe('the checks that are run', () => {
  const checks = [{ code: 'a' }, { code: 'b' }, { code: 'long-code' }];
  it.each<[{ only?: string[]; skip?: string[] }, string[], boolean]>([
    [{}, ['a', 'b', 'long-code'], false],
    [{ only: ['b'] }, ['b'], true],
    [{ only: ['b,a'] }, ['a', 'b'], true],
    [{ only: ['b', ' a , '] }, ['a', 'b'], true],
    [{ skip: ['a'] }, ['b', 'long-code'], false],
    [{ only: ['a', 'b'], skip: ['a'] }, ['b'], true],
    [{ skip: [] }, ['a', 'b', 'long-code'], false],
  ])('of %j', (selection, codes, byName) => {
    expect(selectChecks(checks, selection)).toEqual(
      codes.map((code) => (byName ? { code, byName: true } : { code })),
    );
  });

  it.each<[{ only?: string[]; skip?: string[] }, string]>([
    [{ only: ['a'], skip: ['a'] }, '--only and --skip leave no check to run.'],
    [{ only: [','] }, '--only and --skip leave no check to run.'],
    [
      { only: ['a,long-cod'] },
      '--only long-cod is not a check of this command; qa checks lists them. Did you mean "long-code"?',
    ],
    [{ skip: ['zzz'] }, '--skip zzz is not a check of this command; qa checks lists them.'],
  ])('%j is refused', (selection, said) => {
    expect(() => selectChecks(checks, selection)).toThrow(new UsageError(said));
  });
});

describe('the value of an option', () => {
  it.each<[string[], ReturnType<typeof parseFormats>]>([
    [['json'], [{ format: 'json', file: null }]],
    [
      ['json=a', 'table'],
      [
        { format: 'json', file: 'a' },
        { format: 'table', file: null },
      ],
    ],
    [['junit=a=b.xml'], [{ format: 'junit', file: 'a=b.xml' }]],
    [[], []],
  ])('--format %j is read', (given, choices) => {
    expect(parseFormats(given)).toEqual(choices);
  });

  it.each<[string[], string]>([
    [['jsn'], '--format jsn is not known: it is one of '],
    [['=a'], '--format "" is not known: it is one of table, '],
    [['json='], '--format json= lacks its file: write json=FILE.'],
    [['json', 'tap'], 'Only one --format can go to standard output: write tap=FILE for the other.'],
  ])('--format %j is refused', (given, said) => {
    expect(() => parseFormats(given)).toThrow(said);
  });

  it.each(['http://localhost:4318', 'https://host:9091/', 'https://host/path'])('%s is a URL', (url) => {
    expect(sendOptions.push.coerce(url)).toBe(url);
    expect(sendOptions.otlp.coerce(url)).toBe(url);
  });

  it.each(['host:9091', 'ftp://host', 'xhttp://host', 'https+a://host', 'http://h/?a', 'http://h/#a', ''])(
    '"%s" is none of a server',
    (url) => {
      expect(() => sendOptions.push.coerce(url)).toThrow(
        new UsageError('--push takes the URL of a Pushgateway: write https://host:9091.'),
      );
      expect(() => sendOptions.otlp.coerce(url)).toThrow(
        new UsageError('--otlp takes the URL of an OpenTelemetry collector: write http://localhost:4318.'),
      );
    },
  );

  it('is given once, is not empty, and is told by its name', () => {
    const read = single('timeout', parseDuration);
    expect(read(undefined)).toBeUndefined();
    expect(read('5s')).toBe(5_000);
    expect(() => read(['5s', '6s', '7s'])).toThrow(
      new UsageError('--timeout was given 3 times; give it once.'),
    );
    expect(() => read('soon')).toThrow(/^--timeout: "soon" is not a duration/);
    const broken = new Error('broken');
    expect(() =>
      single('a', () => {
        throw broken;
      })('x'),
    ).toThrow(broken);
    expect(single('target', filled('target'))('x ')).toBe('x ');
    expect(() => single('target', filled('target'))(' ')).toThrow(
      new UsageError('--target is empty: give it a value, or leave it out.'),
    );
    expect(filled('api-prefix')(' ')).toBe(' ');
  });
});
