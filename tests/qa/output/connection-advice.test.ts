import { expect, it } from 'vitest';
import { connectionAdvice } from '../../../src/qa/output/connection-advice.ts';

/** What drivers, systems and poolers say, as they say it. */
it.each<[string, RegExp | null]>([
  ['connect ECONNREFUSED 127.0.0.1:5432', /^Nothing accepts connections there/],
  ['connection to server at "h" failed: Connection refused', /^Nothing accepts connections there/],
  ['getaddrinfo ENOTFOUND db.example', /^The name does not resolve/],
  ['getaddrinfo EAI_AGAIN db.example', /^The name does not resolve/],
  ['connect ENETUNREACH 2a05::1:5432', /take the pooler\.$/],
  ['connect EHOSTUNREACH 10.0.0.1:5432', /take the pooler\.$/],
  ['Tenant or user not found', /^The pooler does not know this user/],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', /^No password is known/],
  ['password authentication failed for user "app"', /^The password is wrong/],
  ['no pg_hba.conf entry for host "10.0.0.1", user "app", no encryption', /^The server wants another kind/],
  ['The server does not support SSL connections', /^The server wants another kind/],
  ['self-signed certificate in certificate chain', /^The server wants another kind/],
  ['database "ap" does not exist', /^The server answers, and has no such database/],
  ['sorry, too many clients already: remaining connection slots are reserved', /^Every connection is taken/],
  ['MaxClientsInSessionMode: max clients reached', /^Every connection is taken/],
  ['Connection terminated due to connection timeout: timed out', /^No answer came in time/],
  ['connect ETIMEDOUT 10.0.0.1:5432', /^No answer came in time/],
  ['the deadline of 60 s was over', /^No answer came in time/],
  ['relation "a" does not exist', null],
  ['looked once only', null],
])('of "%s" is said what would be right', (reason, advice) => {
  const said = connectionAdvice(reason);
  if (advice === null) expect(said).toBeNull();
  else expect(said).toMatch(advice);
});
