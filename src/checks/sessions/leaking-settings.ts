import { defineCheck, unknown, type Observed } from '../check.ts';
import { exampleCarryOver, exampleInForce, examplePooler } from './examples/evidence.ts';
import { carryOver } from './probes/carry-over.ts';
import { inForce } from './probes/in-force.ts';
import { pooler } from './probes/pooler.ts';

export const leakingSettings = defineCheck({
  code: 'leaking-settings',
  title: 'What one client SETs another one gets',
  severity: 'warning',
  why:
    'A timeout, a search_path or a role that one client sets holds for whoever is given that ' +
    'connection next: a migration dies of the limit of a health check.',
  remedy:
    'Use SET LOCAL in transactions, never SET, through this pooler; PgBouncer cleans up behind each ' +
    'client with server_reset_query = DISCARD ALL, in transaction mode with server_reset_query_always = ' +
    '1 too.',
  needs: { inForce, pooler, carryOver },
  judge: ({
    inForce: { settings },
    pooler: { mode },
    carryOver: { notTried, failed, setting, backend, settingSeen },
  }) => {
    const inherited = settings.filter(({ source }) => source === 'session');
    const found: Observed[] = inherited.map(({ name, value }) => ({
      subject: name,
      message:
        `A new connection, on which nothing was set, has ${name} = ${value}: another client's ` +
        'SET is still in force.',
      facts: { name, value },
      advice:
        'End the connections that the pooler keeps to the server (PgBouncer: RECONNECT), and use SET ' +
        'LOCAL in transactions, never SET.',
    }));
    if (settingSeen === true) {
      found.push({
        subject: 'connection',
        message:
          `A setting that one client made on backend ${backend} was seen there by another one ` +
          `(${mode} pooling).`,
        facts: { setting, backend, mode },
      });
    }
    if (failed !== null) return unknown(`Whether settings leak could not be tried: ${failed}.`, found);
    if (notTried === null && settingSeen === null)
      return unknown('No other client was given the connection that was tried.', found);
    return found;
  },
  examples: {
    healthy: {
      inForce: exampleInForce(),
      pooler: examplePooler('transaction'),
      carryOver: exampleCarryOver(),
    },
    broken: {
      inForce: exampleInForce(),
      pooler: examplePooler('transaction'),
      carryOver: exampleCarryOver({ settingSeen: true }),
    },
  },
});
