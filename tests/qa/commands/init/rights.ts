import type { Rights } from '../../../../src/checks/access/index.ts';

/** Of a role that may read every table. */
export const rights: Rights = {
  version: 180_004,
  standby: false,
  role: 'reader',
  superuser: false,
  seesSessions: true,
  tables: 3,
  readable: 3,
  behindPolicies: 0,
  owned: 3,
  versionTables: [{ schema: 'public', readable: true }],
};
