import * as z from 'zod/mini';
import type { Kind } from './kinds.ts';

/** GET `/users/personalization/`: the documented answer. More fields than these are allowed. */
export const personalizationAnswer = z.looseObject({
  muted_sources: z.array(z.string()),
  muted_themes: z.array(z.string()),
  muted_topics: z.array(z.string()),
  muted_content_types: z.array(z.string()),
  hide_paid_content: z.boolean(),
  hide_non_fr_sources: z.boolean(),
  language_filter_user_set: z.boolean(),
});

const messageAnswer = z.looseObject({ message: z.string() });
const sourceAnswer = z.looseObject({ message: z.string(), source_id: z.string() });

/** The documented 200 answers to a mute and to an unmute alike. */
export const acknowledgements = {
  source: sourceAnswer,
  theme: messageAnswer,
  topic: messageAnswer,
  'content-type': messageAnswer,
} satisfies Record<Kind, z.ZodMiniType>;
