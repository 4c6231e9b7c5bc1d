import * as z from 'zod/mini';

/** How far a count along the child's primary key got; another run can go on from there. */
export const orphanPlaceShape = z.object({
  /** The primary key of the last row that was looked at, as text. */
  behind: z.array(z.string()),
  rowsSeen: z.number(),
  orphans: z.number(),
  /** When the first rows were counted, ISO 8601. */
  since: z.string(),
});
export type OrphanPlace = z.infer<typeof orphanPlaceShape>;
