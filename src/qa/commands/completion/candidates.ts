import type { App } from '../../command.ts';
import { choicesOf, isFlag, optionNames } from '../../help/describe.ts';
import { formats } from '../../reporters/formats.ts';
import { readRuns } from '../../state/runs.ts';
import { readConfig } from '../../target/config.ts';
import type { Entry } from '../index.ts';
import { shells } from './scripts.ts';

/** What could stand for the last of these words; nothing where the shell knows better, and never an error. */
export async function candidates(
  words: readonly string[],
  commands: readonly Entry[],
  app: App,
): Promise<string[]> {
  try {
    const [option = '', typed] = brokenAtSign(words);
    if (typed !== undefined) {
      const command = commands.find(({ name }) => name === words[0]);
      if (command === undefined) return [];
      return (await valuesOf(option, command, app)).filter((each) => each.startsWith(typed));
    }
    const current = words.at(-1) ?? '';
    return (await all(words, commands, app)).filter((each) => each.startsWith(current));
  } catch {
    return [];
  }
}

/** Bash makes three words of `--format=ju`, and wants the last of them completed. */
function brokenAtSign(words: readonly string[]): readonly string[] {
  const [third = '', second = '', last = ''] = [words.at(-3), words.at(-2), words.at(-1)];
  if (last === '=' && second.startsWith('--')) return [second, ''];
  return second === '=' && third.startsWith('--') ? [third, last] : [];
}

async function all(words: readonly string[], commands: readonly Entry[], app: App): Promise<string[]> {
  const names = commands.map(({ name }) => name);
  const current = words.at(-1) ?? '';
  if (words.length <= 1) return [...names, '--help', '--version'];
  if (words[0] === 'help') return names;
  const command = commands.find(({ name }) => name === words[0]);
  if (command === undefined) return [];
  const before = words.at(-2) ?? '';
  const [, inline] = /^(--[a-z-]+)=/.exec(current) ?? [];
  if (inline !== undefined)
    return (await valuesOf(inline, command, app)).map((value) => `${inline}=${value}`);
  if (before.startsWith('-')) {
    const values = await valuesOf(before, command, app);
    if (values.length > 0 || !(await isFlag((await command.options()).build, before))) return values;
  }
  if (current.startsWith('-'))
    return (await optionNames((await command.options()).build)).map((option) => `--${option}`);
  return positionals(command, names, app);
}

async function valuesOf(option: string, { name, options }: Entry, app: App): Promise<string[]> {
  switch (option) {
    case '--format':
    case '-f':
      return [...formats];
    case '--only':
    case '--skip':
      return codes(name);
    case '--target':
      return ['prod', 'local', ...Object.keys((await readConfig(app.io.cwd, undefined)).targets ?? {})];
    case '--incident':
      return listed('--list-incidents', app);
    case '--fault':
      return listed('--list-faults', app);
    case '--table':
    case '--references':
      return tablesOfLastReport(app);
    default:
      return choicesOf((await options()).build, option);
  }
}

async function positionals({ name }: Entry, names: readonly string[], app: App): Promise<string[]> {
  switch (name) {
    case 'explain':
      return [...(await codes(null)), ...(await causeCodes())].filter(isNew);
    case 'history':
      return [...names];
    case 'completion':
      return [...shells];
    case 'inspect-fk':
      return tablesOfLastReport(app);
    case 'repair-fk':
      return keysOfLastReport(app);
    default:
      return [];
  }
}

async function codes(command: string | null): Promise<string[]> {
  const { catalogue } = await import('../../../checks/catalogue.ts');
  return catalogue
    .filter(({ commands }) => command === null || command === 'diagnose' || commands.includes(command))
    .map(({ check }) => check.code)
    .filter(isNew);
}

async function causeCodes(): Promise<string[]> {
  const { causes } = await import('../../../checks/causes/index.ts');
  return causes.map(({ code }) => code);
}

/** The command that has them lists them, a line each, the name first. */
async function listed(option: string, app: App): Promise<string[]> {
  const outcome = await app.runCommand(['dev', option], app);
  if (outcome === null || !('text' in outcome)) return [];
  return outcome.text.split('\n').flatMap((line) => /^\s*([a-z][a-z0-9-]+)\b/.exec(line)?.[1] ?? []);
}

async function tablesOfLastReport(app: App): Promise<string[]> {
  return (await keysOfLastReport(app)).map((key) => key.split('.').slice(0, -1).join('.')).filter(isNew);
}

/** Keys that the last recorded inspection found something about, as `schema.table.constraint`. */
async function keysOfLastReport(app: App): Promise<string[]> {
  const last = (await readRuns(app)).find(({ command }) => command === 'inspect-fk');
  const subjects = last?.verdicts.flatMap(({ findings }) => findings.map(({ subject }) => subject)) ?? [];
  return subjects.filter((subject) => /^[^.\s]+\.[^.\s]+\.[^.\s]+$/.test(subject)).filter(isNew);
}

function isNew(value: string, place: number, values: readonly string[]): boolean {
  return values.indexOf(value) === place;
}
