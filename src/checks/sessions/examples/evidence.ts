import { poolerOf, type Pooler } from '../pooler/verdict.ts';
import type { CarryOver } from '../probes/carry-over.ts';
import type { Connections } from '../probes/connections.ts';
import type { ExposedRelations } from '../probes/exposed-relations.ts';
import type { InForce } from '../probes/read-in-force.ts';
import type { OtherPort } from '../probes/other-port.ts';
import type { OwnOptions } from '../probes/own-options.ts';
import type { StartupOptions } from '../probes/startup-options.ts';
import { sourceOf, timeoutNames, type Setting, type TimeoutName } from '../in-force/setting.ts';
import { askedMs } from '../in-force/wanted.ts';

/**
 * Evidence for the checks' examples: a direct connection of the role `app`, whose times are as a migration
 * needs them.
 */
const healthyMs: Readonly<Record<TimeoutName, number>> = {
  statement_timeout: 600_000,
  lock_timeout: 120_000,
  idle_in_transaction_session_timeout: 60_000,
  idle_session_timeout: 0,
  transaction_timeout: 0,
};

export function exampleSetting(
  name: string,
  value: string,
  source: string,
  levels: Setting['levels'] = [],
): Setting {
  return { name, value, source: sourceOf(source), levels };
}

/** `changes` replace settings by name. */
export function exampleInForce(changes: readonly Setting[] = [], more: Partial<InForce> = {}): InForce {
  const settings = [
    ...timeoutNames.map((name) =>
      exampleSetting(name, String(healthyMs[name]), healthyMs[name] === 0 ? 'default' : 'user'),
    ),
    exampleSetting('default_transaction_read_only', 'off', 'default'),
  ];
  return {
    version: 180004,
    startedAt: '2026-01-26 08:00:00+00',
    database: 'product',
    role: 'app',
    superuser: false,
    standby: false,
    settings: settings.map((setting) => changes.find(({ name }) => name === setting.name) ?? setting),
    ...more,
  };
}

export function exampleStartup(changes: Partial<StartupOptions['ways'][number]> = {}): StartupOptions {
  const arrived = { outcome: 'accepted', message: null, got: { ...askedMs } } as const;
  return {
    asked: { ...askedMs },
    ways: [
      { way: 'options', ...arrived, ...changes },
      { way: 'parameters', ...arrived },
    ],
  };
}

export function examplePooler(mode: 'direct' | 'transaction'): Pooler {
  const served =
    mode === 'direct'
      ? [{ client: 0, announcedPid: 41, pid: 41 }]
      : [
          { client: 0, announcedPid: 900, pid: 41 },
          { client: 1, announcedPid: 901, pid: 41 },
        ];
  const refusals = mode === 'direct' ? [] : ['unsupported startup parameter: options'];
  const none = { transactionRefused: null, othersFailed: null, optionsDropped: false };
  return poolerOf({
    host: 'db.example',
    applicationName: 'facteur-qa inspect-sessions',
    served,
    refusals,
    ...none,
  });
}

export function exampleCarryOver(changes: Partial<CarryOver> = {}): CarryOver {
  return {
    notTried: null,
    failed: null,
    setting: 'qa.probe_0a1b2c',
    backend: 41,
    settingSeen: false,
    statementSeen: false,
    statementLost: null,
    undone: true,
    ...changes,
  };
}

export const exampleNoOwnOptions: OwnOptions = { outcome: null, message: null, settings: [] };

export const exampleNoOtherPort: OtherPort = { label: null, failed: null, seen: null };

export function exampleConnections(used: number): Connections {
  return {
    refused: null,
    max: 100,
    reserved: 3,
    role: { name: 'app', limit: null },
    database: { name: 'product', limit: null },
    hidden: 0,
    groups: [{ user: 'app', database: 'product', application: 'api', state: 'idle', connections: used }],
  };
}

export function exampleExposed(relations: ExposedRelations['relations'] = []): ExposedRelations {
  return {
    version: 180004,
    roles: ['anon', 'authenticated'],
    missing: [],
    schemasLeftOut: [],
    looked: 12,
    relations,
  };
}
