import { defineCheck, unknown } from '../check.ts';
import { exampleCarryOver, exampleNoOtherPort, examplePooler } from './examples/evidence.ts';
import { preparedText } from './pooler/prepared.ts';
import { carryOver } from './probes/carry-over.ts';
import { otherPort } from './probes/other-port.ts';
import { pooler } from './probes/pooler.ts';

const names = {
  pgbouncer: 'PgBouncer',
  supavisor: 'Supavisor',
  unknown: 'A pooler of unknown make',
  none: 'A pooler',
} as const;

export const transactionPooler = defineCheck({
  code: 'transaction-pooler',
  title: 'A pooler gives each transaction, or each statement, another connection',
  severity: 'info',
  why:
    'What a session keeps is lost or shared there: SET, advisory locks, temporary tables, LISTEN, ' +
    'often prepared statements. A migration that relies on them fails, or does harm.',
  remedy:
    'Run migrations over the session port (Supabase: 5432 of the same host) or a direct connection, and ' +
    'keep to SET LOCAL in transactions here.',
  needs: { pooler, carryOver, otherPort },
  judge: ({ pooler: { mode, software, because }, carryOver: carried, otherPort: other }) => {
    if (mode === 'unknown') return unknown(because.join(' '));
    if (mode !== 'transaction' && mode !== 'statement') return [];
    const prepared = preparedText(mode, carried);
    const usable =
      other.seen !== null &&
      other.seen.sameDatabase &&
      ['session', 'direct'].includes(other.seen.pooler.mode);
    return [
      {
        subject: 'connection',
        message: (
          `${names[software]} gives each ${mode} a connection of its own choice. ${because[0] ?? ''} ` +
          `${prepared}`
        ).trim(),
        facts: { mode, software, because, otherPort: other.label },
        ...(usable && {
          advice:
            `Run migrations over ${other.label}, which answers and gives each session its own ` +
            'connection; keep to SET LOCAL in transactions here.',
        }),
      },
    ];
  },
  examples: {
    healthy: {
      pooler: examplePooler('direct'),
      carryOver: exampleCarryOver({ notTried: 'direct' }),
      otherPort: exampleNoOtherPort,
    },
    broken: {
      pooler: examplePooler('transaction'),
      carryOver: exampleCarryOver({ statementSeen: true }),
      otherPort: exampleNoOtherPort,
    },
  },
});
