import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { databaseLabel } from '../../postgres/address/address.ts';
import { defineProbe } from '../../probe.ts';
import { poolerShape } from '../pooler/verdict.ts';
import { carryOver } from './carry-over.ts';
import type { SessionsContext } from './context.ts';
import { lookAsFirst } from './first-client.ts';
import { inForce } from './in-force.ts';
import { inForceShape } from './read-in-force.ts';
import { plainOptions } from './plain-connection.ts';
import { concludePooler } from './pooler.ts';
import { watchRotation } from './rotation.ts';
import { askAtStartup, startupOptionsShape } from './startup-options.ts';

export const otherPortShape = z.object({
  /** `host:port/name`; null where there is no other port to compare with. */
  label: z.nullable(z.string()),
  /** Why it could not be looked at; null where it could. */
  failed: z.nullable(z.string()),
  seen: z.nullable(
    z.object({
      /** Whether both lead to the same database of the same server. */
      sameDatabase: z.boolean(),
      pooler: poolerShape,
      inForce: inForceShape,
      startupOptions: startupOptionsShape,
    }),
  ),
});
export type OtherPort = z.infer<typeof otherPortShape>;

/** The same database by another port, looked at in the same way; nothing is left on its backends. */
export const otherPort = defineProbe({
  name: 'otherPort',
  effect: 'read',
  shape: otherPortShape,
  needs: { inForce },
  after: [carryOver],
  async observe(context: SessionsContext, { inForce: here }): Promise<OtherPort> {
    const { compared } = context;
    if (compared === null) return { label: null, failed: null, seen: null };
    const label = databaseLabel(compared);
    const options = plainOptions({ ...context, address: compared });
    try {
      const first = await lookAsFirst(options);
      const { inForce: there } = first;
      const asked = await askAtStartup(options, there);
      const seen = {
        sameDatabase: there.startedAt === here.startedAt && there.database === here.database,
        pooler: concludePooler(compared.host, await watchRotation(options, asked, first), asked),
        inForce: there,
        startupOptions: asked,
      };
      return { label, failed: null, seen };
    } catch (error) {
      context.signal.throwIfAborted();
      return { label, failed: describeError(error), seen: null };
    }
  },
});
