import * as z from 'zod/mini';

/** A file below a versions directory, and what it says of itself. */
export const revisionFileShape = z.object({
  path: z.string(),
  /** Null where it declares none, or none that can be known without running it. */
  revision: z.nullable(z.string()),
  down: z.array(z.string()),
  dependsOn: z.array(z.string()),
  labels: z.array(z.string()),
  /** What keeps Alembic from using it. */
  faults: z.array(z.string()),
  /** What could not be read of it. */
  unread: z.array(z.string()),
});
export type RevisionFile = z.infer<typeof revisionFileShape>;
