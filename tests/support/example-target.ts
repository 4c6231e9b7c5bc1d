import type { Target } from '../../src/qa/target/target.ts';

/** A target that the configuration names, with an API and a database. */
export const exampleTarget: Target = {
  name: 'staging',
  origin: 'https://a',
  prefix: '/api',
  databaseUrl: 'postgresql://u@h/d',
  token: null,
  expected: { environment: null, commit: null, version: null },
  page: null,
  config: {},
  flags: [],
  databaseFlag: null,
};
