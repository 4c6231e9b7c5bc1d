import { setTimeout as pause } from 'node:timers/promises';
import { assertStorable } from './database/driver-text.ts';
import type { Queryable } from './database/migrations.ts';
import type { Kind } from './kind.ts';
import { traitsOf, type Release } from './release.ts';

export interface Preferences {
  muted_sources: string[];
  muted_themes: string[];
  muted_topics: string[];
  muted_content_types: string[];
  hide_paid_content: boolean;
  hide_non_fr_sources: boolean;
  language_filter_user_set: boolean;
}

export type Flag = 'hide_paid_content' | 'hide_non_fr_sources';

/** The preferences of one user, in the database. */
export interface Store {
  /** Null when the user has no row. */
  read(userId: string): Promise<Preferences | null>;
  /** Creates the profile and the streak of a user who has none; commits. */
  ensureProfile(userId: string): Promise<void>;
  mute(userId: string, kind: Kind, value: string): Promise<void>;
  /** False when the user has no row. */
  unmute(userId: string, kind: Kind, value: string): Promise<boolean>;
  setFlag(userId: string, flag: Flag, value: boolean): Promise<void>;
}

export const lists = {
  source: { column: 'muted_sources', type: 'uuid' },
  theme: { column: 'muted_themes', type: 'text' },
  topic: { column: 'muted_topics', type: 'text' },
  'content-type': { column: 'muted_content_types', type: 'text' },
} as const satisfies Record<Kind, { column: keyof Preferences; type: string }>;

const columns = `muted_sources::text[], muted_themes, muted_topics, muted_content_types,
  hide_paid_content, hide_non_fr_sources, language_filter_user_set`;

/** What the ORM does between looking for a profile and creating one; two requests at once meet in it. */
const ormPauseMs = 20;

export function createStore(database: Queryable, release: Release): Store {
  const { appendsTwice, racesForProfile } = traitsOf(release);
  return {
    async read(userId) {
      const { rows } = await database.query(
        `select ${columns} from user_personalization where user_id = $1`,
        [userId],
      );
      return (rows[0] as unknown as Preferences | undefined) ?? null;
    },

    async ensureProfile(userId) {
      if (racesForProfile) {
        const { rows } = await database.query('select from user_profiles where user_id = $1', [userId]);
        if (rows.length > 0) return;
        await pause(ormPauseMs);
      }
      const again = racesForProfile ? '' : 'on conflict (user_id) do nothing';
      await database.query(
        `with profile as (
           insert into user_profiles (user_id, display_name, age_range) values ($1, 'Lecteur', 'unknown')
           ${again}
         )
         insert into user_streaks (user_id) values ($1) on conflict (user_id) do nothing`,
        [userId],
      );
    },

    async mute(userId, kind, value) {
      const { column, type } = lists[kind];
      assertStorable(value);
      const before = appendsTwice ? `p.${column}` : `array_remove(p.${column}, $2::${type})`;
      // Who mutes a source no longer follows it; in the same statement, so that neither stands alone.
      const unfollow =
        kind === 'source'
          ? 'with unfollowed as (delete from user_sources where user_id = $1 and source_id = $2::uuid)'
          : '';
      await database.query(
        `${unfollow}
         insert into user_personalization as p (user_id, ${column}) values ($1, array[$2::${type}])
         on conflict (user_id) do update
           set ${column} = array_append(${before}, $2::${type}), updated_at = now()`,
        [userId, value],
      );
    },

    async unmute(userId, kind, value) {
      assertStorable(value);
      const { column, type } = lists[kind];
      const { rows } = await database.query(
        `update user_personalization set ${column} = array_remove(${column}, $2::${type}), updated_at = now()
         where user_id = $1 returning user_id`,
        [userId, value],
      );
      return rows.length > 0;
    },

    async setFlag(userId, flag, value) {
      const chosen = flag === 'hide_non_fr_sources' ? ', language_filter_user_set = true' : '';
      await database.query(
        `insert into user_personalization as p (user_id, ${flag}, language_filter_user_set)
         values ($1, $2, $3)
         on conflict (user_id) do update set ${flag} = $2${chosen}, updated_at = now()`,
        [userId, value, flag === 'hide_non_fr_sources'],
      );
    },
  };
}
