import type { Target } from '../../target/target.ts';
import type { TerminalStyle } from '../../command.ts';
import { visible } from '../../output/visible.ts';
import { pageOf, type Ink } from '../../reporters/parts/page.ts';
import { apiPlace, databasePlace, railwayPlace, tokenPlace, type Seen, type State } from './places.ts';
import { commandAccess, type Places, type CommandAccess } from './command-access.ts';

/** What can be reached, with which rights, and what each command could see now. */
export interface AccessReport {
  readonly target: {
    readonly name: string;
    readonly baseUrl: string | null;
    readonly database: string | null;
  };
  readonly places: Places;
  readonly commands: readonly CommandAccess[];
  /** 4: somebody turned us away; 3: what was given could not be looked at; 0: all that was given was. */
  readonly exitCode: number;
}

interface Looked {
  readonly target: Target;
  readonly token: string | null;
  readonly seen: Seen;
  readonly interrupted: number | null;
}

/** Pure: what was seen, in words. */
export function accessReport({ target, token, seen, interrupted }: Looked): AccessReport {
  const { origin, prefix, databaseUrl } = target;
  const places: Places = {
    api: apiPlace(origin, seen),
    token: tokenPlace(token, origin, seen, Date.now()),
    database: databasePlace(databaseUrl !== null, seen),
    railway: railwayPlace(origin, seen),
  };
  const states = Object.values(places).map(({ state }) => state);
  return {
    target: {
      name: target.name,
      baseUrl: origin === null ? null : `${origin}${prefix}`,
      database: seen.database?.database ?? null,
    },
    places,
    commands: commandAccess(places, seen.database?.rights ?? null),
    exitCode: interrupted ?? (states.includes('refused') ? 4 : states.includes('unknown') ? 3 : 0),
  };
}

const names: Readonly<Record<keyof Places, string>> = {
  api: 'the API',
  token: 'the token',
  database: 'the database',
  railway: 'Railway',
};
type Mark = readonly [sign: string, ink: Ink];
const yes: Mark = ['✔', 'green'];
const partly: Mark = ['~', 'yellow'];
const no: Mark = ['✖', 'red'];
const open: Mark = ['?', 'yellow'];
const absent: Mark = ['-', 'dim'];
const marks: Readonly<Record<State | CommandAccess['sees'], Mark>> = {
  reached: yes,
  all: yes,
  'in part': partly,
  part: partly,
  refused: no,
  nothing: no,
  unknown: open,
  'not given': absent,
};

/** For people: the verdict, places, commands, and the verdict again with how it ends. */
export function accessReportText(
  report: AccessReport,
  written: readonly string[],
  style: TerminalStyle,
): string {
  const { target, places, commands, exitCode } = report;
  const page = pageOf({ ...style, links: null });
  const row = ([sign, ink]: Mark, name: string, width: number, text: string): string[] => {
    const lead = `${name.padEnd(width)}  `;
    return page
      .prose(visible(text), lead.length + 2)
      .map((line, index) => (index === 0 ? `${page.ink(ink, sign)} ${lead}${line.trimStart()}` : line));
  };
  const address = { api: target.baseUrl, token: null, database: target.database, railway: null };
  const all = (Object.keys(names) as (keyof Places)[]).flatMap((key) => {
    const { state, says } = places[key];
    const place = address[key];
    const where = place === null || says.includes(place) ? '' : `${place}: `;
    return row(marks[state], names[key].replace('the ', ''), 8, `${where}${says}`);
  });
  const verdict = verdictOf(report);
  const ink = exitCode === 0 ? 'green' : 'red';
  return [
    ...page.prose(verdict, 0, 2).map((line) => page.ink(ink, line)),
    ...written.flatMap((line) => page.prose(visible(line), 0, 2)),
    '',
    ...all,
    '',
    'What each command could see now:',
    ...commands.flatMap(({ command, sees, what }) => row(marks[sees], command, 18, what)),
    '',
    ...page.prose(`${verdict} (exit ${exitCode})`, 0, 2).map((line) => page.ink(ink, line)),
    '',
  ].join('\n');
}

function verdictOf({ target, places, exitCode }: AccessReport): string {
  const of = (...states: readonly State[]): string =>
    (Object.keys(names) as (keyof Places)[])
      .filter((key) => states.includes(places[key].state))
      .map((key) => names[key])
      .join(', ');
  if (exitCode > 100) return '✖ Interrupted';
  if (exitCode === 4) return `✖ Turned away by what "${target.name}" has: ${of('refused')}`;
  if (exitCode === 3) return `✖ Not all of "${target.name}" could be looked at: ${of('unknown')}`;
  return `✔ Reached of "${target.name}": ${of('reached', 'in part')}`;
}
