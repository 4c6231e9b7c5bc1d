import { defineCheck, type Observed } from '../check.ts';
import { exampleConnections } from './examples/evidence.ts';
import { connections, type Connections } from './probes/connections.ts';
import { quoteIdentifier } from '../postgres/sql/identifier.ts';
import { placeText, saturation, share, usages, usageText, type Usage } from './usage/saturation.ts';

export const saturatedConnections = defineCheck({
  code: 'saturated-connections',
  title: 'The connections that PostgreSQL allows are nearly used up',
  severity: 'warning',
  why: 'The next client is turned away: the app answers 500, and a migration cannot even begin.',
  remedy:
    'End idle sessions or make the pools of the clients smaller; see who holds them in the table of ' +
    'this report.',
  needs: { connections },
  judge: ({ connections: seen }) => {
    if (seen.refused !== null) return [{ ...refused(seen.refused), severity: 'error' }];
    return usages(seen)
      .filter((usage) => share(usage) >= saturation.warning)
      .map((usage) => finding(usage, seen));
  },
  examples: {
    healthy: { connections: exampleConnections(40) },
    broken: { connections: exampleConnections(80) },
  },
});

/** The server names the role or the database whose limit it is; without a name it is its own. */
function refused(answer: string): Observed {
  const [, of, name] = /too many connections for (role|database) "(.*)"/.exec(answer) ?? [];
  return {
    subject: of === undefined ? 'server' : `${of} ${name}`,
    message: `No connection is left: ${answer}.`,
    facts: { refused: answer },
    // Nobody was let in who could have looked.
    advice:
      'End idle sessions or make the pools of the clients smaller; to see who holds them, ask as a ' +
      'superuser, for whom some connections are kept.',
  };
}

function finding(usage: Usage, { groups }: Connections): Observed {
  const [most] = groups;
  const who =
    most === undefined
      ? ''
      : ` Most are of ${most.user ?? 'an unknown role'} (${most.application || 'no application'}, ` +
        `${most.state ?? 'state hidden'}: ${most.connections}).`;
  return {
    subject: usage.of === 'server' ? 'server' : `${usage.of} ${usage.name}`,
    severity: share(usage) >= saturation.error ? 'error' : 'warning',
    message: `${usageText(usage)} connections of ${placeText(usage)} are used.${who}`,
    facts: { ...usage },
    // Twice as many as now leave room below every threshold; the server's own limit needs a restart, and
    // memory.
    ...(usage.of !== 'server' && {
      advice:
        'End idle sessions or make the pools of the clients smaller; where the server has room, raise ' +
        'the limit.',
      sql: [
        `alter ${usage.of} ${quoteIdentifier(usage.name)} connection limit ` +
          `${Math.max(usage.used, usage.limit) * 2};`,
      ],
    }),
  };
}
