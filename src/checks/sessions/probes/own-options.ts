import * as z from 'zod/mini';
import { quoteLiteral } from '../../postgres/sql/identifier.ts';
import { defineProbe } from '../../probe.ts';
import { readOptions } from '../pooler/own-options.ts';
import type { SessionsContext } from './context.ts';
import { inForce } from './in-force.ts';
import { onPlainConnection, plainOptions } from './plain-connection.ts';
import { answerOf, startupOptions } from './startup-options.ts';

export const ownOptionsShape = z.object({
  /** Null where the connection string asks for nothing; else as in `startupOptions`. */
  outcome: z.nullable(z.enum(['accepted', 'rejected', 'failed'])),
  message: z.nullable(z.string()),
  /**
   * What is asked for and what is in force then; values of an extension's or an app's settings are kept out.
   */
  settings: z.array(
    z.object({
      name: z.string(),
      arrived: z.boolean(),
      asked: z.nullable(z.string()),
      got: z.nullable(z.string()),
    }),
  ),
});
export type OwnOptions = z.infer<typeof ownOptionsShape>;

interface Row {
  readonly name: string;
  readonly got: string | null;
  readonly asked: string;
}

/** Whether what the user's own connection string, or PGOPTIONS, asks for is in force. */
export const ownOptions = defineProbe({
  name: 'ownOptions',
  effect: 'read',
  shape: ownOptionsShape,
  needs: { inForce },
  after: [startupOptions],
  async observe(context: SessionsContext): Promise<OwnOptions> {
    const asked = context.ownOptions === null ? [] : readOptions(context.ownOptions);
    if (context.ownOptions === null || asked.length === 0)
      return { outcome: null, message: null, settings: [] };
    const options = { ...plainOptions(context), startup: { options: context.ownOptions } };
    try {
      const rows = await onPlainConnection(options, (connection) => connection.query<Row>(comparing(asked)));
      return { outcome: 'accepted', message: null, settings: rows.map(compared) };
    } catch (error) {
      context.signal.throwIfAborted();
      return { ...answerOf(error), settings: [] };
    }
  },
});

/** Set for this statement alone, each value reads as the server would show it: 5000 as 5s. */
function comparing(asked: readonly { readonly name: string; readonly value: string }[]): string {
  return `
with given as materialized (
  select g.name, g.value, pg_catalog.current_setting(g.name, true) as got
  from pg_catalog.json_to_recordset(${quoteLiteral(JSON.stringify(asked))}) as g(name text, value text)
)
select name, got, pg_catalog.set_config(name, value, true) as asked
from given`;
}

function compared({ name, got, asked }: Row): OwnOptions['settings'][number] {
  const shown = !name.includes('.');
  return { name, arrived: got === asked, asked: shown ? asked : null, got: shown ? got : null };
}
