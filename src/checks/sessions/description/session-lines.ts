import { lostOptions, lostText, ownLostText, ownText, wayText } from '../pooler/lost-options.ts';
import { preparedText } from '../pooler/prepared.ts';
import { carryOverShape } from '../probes/carry-over.ts';
import { connectionsShape, type Connections } from '../probes/connections.ts';
import { exposedRelationsShape, type ExposedRelations } from '../probes/exposed-relations.ts';
import { inForceShape, type InForce } from '../probes/read-in-force.ts';
import { otherPortShape, type OtherPort } from '../probes/other-port.ts';
import { ownOptionsShape, type OwnOptions } from '../probes/own-options.ts';
import { poolerShape, type Pooler } from '../pooler/verdict.ts';
import { startupOptionsShape, type StartupOptions } from '../probes/startup-options.ts';
import { levelText } from '../in-force/short-for-migrations.ts';
import { levels, timeText, type Level, type Setting } from '../in-force/setting.ts';
import { placeText, usages, usageText } from '../usage/saturation.ts';
import { aligned } from './aligned.ts';

type Evidence = Readonly<Record<string, unknown>>;

/** The connection that was asked about, as far as it was seen. */
interface Here {
  readonly pooler: Pooler | null;
  readonly startup: StartupOptions | null;
  readonly inForce: InForce | null;
}

/**
 * What a run of `inspect-sessions` saw, in lines for people: found or not, it says what was proven. Empty for
 * other evidence.
 */
export function sessionLines(evidence: Evidence): string[] {
  const inForce = inForceShape.safeParse(evidence['inForce']);
  const pooler = poolerShape.safeParse(evidence['pooler']);
  const startup = startupOptionsShape.safeParse(evidence['startupOptions']);
  const own = ownOptionsShape.safeParse(evidence['ownOptions']);
  const carried = carryOverShape.safeParse(evidence['carryOver']);
  const used = connectionsShape.safeParse(evidence['connections']);
  const exposed = exposedRelationsShape.safeParse(evidence['exposedRelations']);
  const other = otherPortShape.safeParse(evidence['otherPort']);
  const here: Here = {
    pooler: pooler.success ? pooler.data : null,
    startup: startup.success ? startup.data : null,
    inForce: inForce.success ? inForce.data : null,
  };
  return [
    ...(pooler.success ? [`Connection: ${poolerText(pooler.data)}`] : []),
    ...(pooler.success && carried.success ? [preparedText(pooler.data.mode, carried.data)] : []),
    ...(startup.success ? startupLines(startup.data) : []),
    ...(own.success ? ownLines(own.data) : []),
    ...(inForce.success
      ? ['In force for a client that asks for nothing:', ...aligned(settingRows(inForce.data))]
      : []),
    ...(other.success ? otherLines(other.data, here) : []),
    ...(used.success && used.data.refused === null ? connectionLines(used.data) : []),
    ...(exposed.success ? reachLines(exposed.data) : []),
  ];
}

const modeNames: Readonly<Record<Pooler['mode'], string>> = {
  direct: 'direct',
  session: 'a pooler or proxy, one connection a session',
  transaction: 'a pooler, one connection a transaction',
  statement: 'a pooler, one connection a statement',
  unknown: 'not known',
};
const softwareNames: Readonly<Record<Pooler['software'], string>> = {
  none: '',
  pgbouncer: ' (PgBouncer)',
  supavisor: ' (Supavisor)',
  unknown: '',
};

function poolerText({ mode, software, because }: Pooler): string {
  return `${modeNames[mode]}${softwareNames[software]}. ${because.join(' ')}`;
}

function startupLines({ asked, ways }: StartupOptions): string[] {
  return ways.map((way) => {
    const lost = lostOptions(asked, way);
    const what =
      way.outcome !== 'accepted'
        ? `${way.outcome}: ${way.message}`
        : lost.length > 0
          ? `dropped: ${lostText(lost)}`
          : 'arrived and in force';
    return `What is asked for ${wayText(way.way)}: ${what}.`;
  });
}

function ownLines(own: OwnOptions): string[] {
  if (own.outcome === null) return [];
  const lost = ownLostText(own);
  const accepted = lost === null ? 'arrived and in force' : `dropped: ${lost}`;
  const what = own.outcome === 'accepted' ? accepted : `${own.outcome}: ${own.message}`;
  return [`What is asked for ${ownText}: ${what}.`];
}

function settingRows(seen: InForce): string[][] {
  return seen.settings.map((setting) => [setting.name, valueText(setting), sourceText(setting, seen)]);
}

function valueText({ name, value }: Setting): string {
  return name.endsWith('_timeout') ? timeText(Number(value)) : value;
}

function sourceText({ source, levels: given }: Setting, who: InForce): string {
  const level = levels.find((each): each is Level => each === source);
  const overridden = given
    .filter((each) => each.level !== source)
    .map((each) => `${levelText(each.level, who)} says ${each.value}`);
  const from = level === undefined ? source.replace('-', ' ') : `set for ${levelText(level, who)}`;
  return overridden.length === 0 ? from : `${from}; ${overridden.join(', ')}`;
}

/** Both ports side by side. */
function otherLines({ label, failed, seen }: OtherPort, here: Here): string[] {
  if (label === null) return [];
  if (seen === null) return [`Compared with ${label}: it could not be looked at: ${failed}.`];
  if (here.pooler === null || here.startup === null || here.inForce === null) return [];
  const { settings } = seen.inForce;
  const there = (name: string): string => {
    const setting = settings.find((each) => each.name === name);
    return setting === undefined ? '-' : valueText(setting);
  };
  return [
    `Compared with ${label}${seen.sameDatabase ? '' : ' (which is another database)'}:`,
    ...aligned([
      ['', 'here', 'there'],
      ['pooling', here.pooler.mode, seen.pooler.mode],
      ['software', here.pooler.software, seen.pooler.software],
      ...here.startup.ways.map((way, index) => {
        const other = seen.startupOptions.ways[index];
        const said = other === undefined ? '-' : outcome(seen.startupOptions.asked, other);
        return [`startup ${way.way}`, outcome(here.startup?.asked ?? {}, way), said];
      }),
      ...here.inForce.settings.map((setting) => [setting.name, valueText(setting), there(setting.name)]),
    ]),
  ];
}

function outcome(asked: StartupOptions['asked'], way: StartupOptions['ways'][number]): string {
  if (way.outcome !== 'accepted') return way.outcome;
  return lostOptions(asked, way).length > 0 ? 'dropped' : 'arrived';
}

function connectionLines(seen: Connections): string[] {
  const rows = seen.groups.map(({ user, database, application, state, connections }) => [
    String(connections),
    user ?? '-',
    database ?? '-',
    application === '' ? '-' : (application ?? '(hidden)'),
    state ?? '(hidden)',
  ]);
  return [
    `Connections: ${usages(seen)
      .map((usage) => `${usageText(usage)} of ${placeText(usage)}`)
      .join(', ')}.`,
    ...(rows.length === 0
      ? []
      : aligned([['number', 'user', 'database', 'application', 'state'], ...rows.slice(0, mostRows)])),
    ...(rows.length > mostRows ? [`  and ${rows.length - mostRows} more kinds, in the JSON report`] : []),
  ];
}

/** Lines for people; the JSON report has them all. */
const mostRows = 20;

function reachLines({ roles, looked, relations }: ExposedRelations): string[] {
  if (roles.length === 0) return [];
  return [
    `Past row security ${roles.join(', ')} ${roles.length === 1 ? 'reaches' : 'reach'} ` +
      `${relations.length} of ${looked} tables and views.`,
  ];
}
