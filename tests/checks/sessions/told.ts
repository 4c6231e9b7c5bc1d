import {
  exampleCarryOver,
  exampleConnections,
  exampleInForce,
  exampleNoOwnOptions,
  examplePooler,
  exampleSetting,
  exampleStartup,
} from '../../../src/checks/sessions/examples/evidence.ts';
import type { Scenarios, Seen } from '../support/told.ts';

const readOnly = (source: string): Seen => ({
  inForce: exampleInForce([exampleSetting('default_transaction_read_only', 'on', source)]),
});
const refused = (said: string): Seen => ({
  connections: { ...exampleConnections(0), refused: said, groups: [] },
});
const otherPort = (mode: 'direct' | 'transaction' | 'session', sameDatabase = true): Seen => {
  const pooler = examplePooler(mode === 'session' ? 'direct' : mode);
  return {
    pooler: examplePooler('transaction'),
    carryOver: exampleCarryOver({ statementSeen: true }),
    otherPort: {
      label: 'the session port (5432)',
      failed: null,
      seen: {
        sameDatabase,
        pooler: { ...pooler, mode },
        inForce: exampleInForce(),
        startupOptions: exampleStartup(),
      },
    },
  };
};

export const sessionScenarios: Scenarios = {
  'read-only-database': {
    'the configuration says it': readOnly('configuration file'),
    'the command line of the server says it': readOnly('command line'),
    'the default says it': readOnly('default'),
    'the role says it': readOnly('user'),
    'a standby whose role says it as well': {
      inForce: exampleInForce([exampleSetting('default_transaction_read_only', 'on', 'user')], {
        standby: true,
      }),
    },
  },
  'saturated-connections': {
    'the server refuses': refused('FATAL: sorry, too many clients already'),
    'the limit of a role refuses': refused('FATAL: too many connections for role "web"'),
    'the limit of a database refuses': refused('FATAL: too many connections for database "shop"'),
    'at three quarters': { connections: { ...exampleConnections(75), max: 103 } },
    'at nine tenths': { connections: { ...exampleConnections(90), max: 103 } },
    'nobody is connected, and nobody may be': {
      connections: { ...exampleConnections(0), groups: [], max: 3 },
    },
  },
  'dropped-startup-options': {
    'the options of the connection string are lost': {
      startupOptions: exampleStartup(),
      ownOptions: {
        ...exampleNoOwnOptions,
        outcome: 'accepted',
        settings: [{ name: 'lock_timeout', arrived: false, asked: '5s', got: '0' }],
      },
    },
  },
  'transaction-pooler': {
    'another port gives each session its own': otherPort('session'),
    'another port is direct': otherPort('direct'),
    'another port pools as well': otherPort('transaction'),
    'another port leads to another database': otherPort('direct', false),
  },
};
