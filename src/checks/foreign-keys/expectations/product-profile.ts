import type { Expectation } from './expectation.ts';

/**
 * What the product's own database must have. A list in `qa.config.json` replaces it, an empty one switches it
 * off.
 */
export const productExpectations: readonly Expectation[] = [
  {
    name: 'user_personalization_user_id_fkey',
    table: 'user_personalization',
    columns: ['user_id'],
    references: { table: 'user_profiles', columns: ['user_id'] },
    onDelete: 'cascade',
  },
];
