import { emptyRepair, type Repair } from '../apply/repair-shape.ts';

/** Evidence for the examples: the product's key, right as it is, changed by each check as it needs. */
export function exampleRepair(changes: Partial<Repair> = {}): { readonly repair: Repair } {
  const subject = 'public.user_personalization.user_personalization_user_id_fkey';
  return {
    repair: {
      ...emptyRepair,
      subject,
      wanted: 'public.user_personalization (user_id) → public.user_profiles (user_id)',
      before: 'right',
      after: 'right',
      stateBefore: `${subject} is as it should be.`,
      state: `${subject} is as it should be.`,
      wayBack: { sql: [], reason: 'Nothing was changed.' },
      ...changes,
    },
  };
}

export function exampleStep(): Repair['steps'][number] {
  return {
    kind: 'validate',
    title: 'validate user_personalization_user_id_fkey',
    readsRows: false,
    locks: [
      { schema: 'public', table: 'user_personalization', mode: 'SHARE UPDATE EXCLUSIVE' },
      { schema: 'public', table: 'user_profiles', mode: 'ROW SHARE' },
    ],
    sql: [
      'begin;',
      'alter table public.user_personalization validate constraint user_personalization_user_id_fkey;',
      'commit;',
    ],
  };
}

export function exampleCount(orphans: number): NonNullable<Repair['orphans']> {
  return {
    key: 'public.user_personalization.user_personalization_user_id_fkey',
    orphans,
    complete: true,
    reason: null,
    rowsSeen: null,
    sampledPercent: null,
    place: null,
    since: null,
    estimatedRows: 1200,
    samples: [],
    query: 'select c.* from public.user_personalization as c where …',
  };
}
