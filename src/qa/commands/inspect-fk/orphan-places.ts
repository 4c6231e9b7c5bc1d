import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { orphanPlaceShape, type OrphanCount, type OrphanPlace } from '../../../checks/foreign-keys/index.ts';
import { writeWhole } from '../../state/write-whole.ts';

/** Where counts stopped, by the query that shows the key's orphans. */
export type OrphanPlaces = ReadonlyMap<string, OrphanPlace>;

const fileShape = z.object({
  schema: z.literal(1),
  database: z.string(),
  places: z.array(z.tuple([z.string(), orphanPlaceShape])),
});

/**
 * What earlier runs on this database left to go on with. A file that cannot be read holds nothing: counting
 * from the start is never wrong.
 */
export async function readPlaces(directory: string, database: string): Promise<OrphanPlaces> {
  const text = await readFile(pathOf(directory, database), 'utf8').catch(() => null);
  if (text === null) return new Map();
  try {
    return new Map(fileShape.parse(JSON.parse(text)).places);
  } catch {
    return new Map();
  }
}

/**
 * Keeps the places of this run beside those of keys that it did not count; a key that was counted whole has
 * none. Rejects where the file cannot be written.
 */
export async function keepPlaces(
  directory: string,
  database: string,
  before: OrphanPlaces,
  counts: readonly OrphanCount[],
): Promise<OrphanPlaces> {
  const places = new Map(before);
  for (const { query, complete, place } of counts) {
    if (query === null) continue;
    if (place !== null) places.set(query, place);
    else if (complete) places.delete(query);
  }
  if (places.size > 0) await write(directory, database, places);
  else if (before.size > 0) await rm(pathOf(directory, database), { force: true });
  return places;
}

/** It holds values of primary keys: for its owner alone. */
async function write(directory: string, database: string, places: OrphanPlaces): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file: z.infer<typeof fileShape> = { schema: 1, database, places: [...places] };
  await writeWhole(pathOf(directory, database), JSON.stringify(file));
}

function pathOf(directory: string, database: string): string {
  return join(directory, `orphans-${createHash('sha256').update(database).digest('hex').slice(0, 32)}.json`);
}
