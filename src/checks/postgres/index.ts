/** How the command line reaches a database: its address, its password, and sessions that only read. */
export { databaseLabel, type DatabaseAddress } from './address/address.ts';
export {
  BadDatabaseUrl,
  environmentNamesDatabase,
  parseDatabaseUrl,
  startupOptionsOf,
  withoutPassword,
} from './address/url.ts';
export { withFiledPassword } from './session/password-file.ts';
export { openDatabase, type Database, type ReadLimits } from './session/session.ts';
export { columnList, parseName } from './sql/identifier.ts';
