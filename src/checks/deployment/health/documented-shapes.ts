import * as z from 'zod/mini';
import { shapeIssues } from '../../http/exchange/shape-issues.ts';
import { readHealth } from './health-body.ts';

/** Good answers of the product's health routes, as far as anybody reads them. */
const identity = {
  status: z.string(),
  version: z.string(),
  environment: z.string(),
  probe: z.optional(z.string()),
  commit: z.nullish(z.string()),
};
const liveness = z.object(identity);
const readiness = z.object({ ...identity, database: z.string() });
const pool = z.object({
  status: z.optional(z.string()),
  size: z.optional(z.number()),
  checked_in: z.optional(z.number()),
  checked_out: z.optional(z.number()),
  overflow: z.optional(z.number()),
  max_overflow: z.optional(z.number()),
  capacity: z.optional(z.number()),
  usage_pct: z.optional(z.number()),
});

/**
 * Other applications' health has other fields, and rightly so; what says that it is bad contradicts its
 * status, and has a finding for that.
 */
const ofTheProduct =
  (shape: z.ZodMiniType) =>
  (json: unknown): string[] => {
    const reading = readHealth({ text: '', json });
    return reading?.form === 'product' && reading.state === 'good' ? shapeIssues(shape, json) : [];
  };

/** How a good answer of each route differs from what is documented, a line a difference. */
export const healthIssues = {
  liveness: ofTheProduct(liveness),
  readiness: ofTheProduct(readiness),
  pool: (json: unknown): string[] =>
    typeof json === 'object' && json !== null && 'capacity' in json ? shapeIssues(pool, json) : [],
} as const;
