/** What can be reached at all, and with which rights: asked before anything is judged. */
export { apiAccess, type ApiAccess } from './probes/api-access.ts';
export { databaseAccess, type DatabaseAccess, type Rights } from './probes/database-access.ts';
export { relationNames } from './probes/relation-names.ts';
