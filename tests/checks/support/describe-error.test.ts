import { expect, it } from 'vitest';
import { describeError } from '../../../src/checks/support/describe-error.ts';

const caused = (message: string, cause: unknown): Error => new Error(message, { cause });
const circular = caused('first', new Error('second'));
(circular.cause as Error).cause = circular;
const openssl =
  'C0B7E1F2:error:0A000086:SSL routines:tls_post_process:certificate verify failed:ssl/clnt.c:1889:\n';

it.each<[string, unknown, string]>([
  ['an error', new Error('it broke'), 'it broke'],
  ['an error and its cause', caused('fetch failed', new Error('refused')), 'fetch failed: refused'],
  ['causes of causes', caused('a', caused('b', new Error('c'))), 'a: b: c'],
  ['a cause that was said already', caused('no answer: refused', new Error('refused')), 'no answer: refused'],
  ['an error that causes itself', circular, 'first: second'],
  ['an error without a message', new TypeError(''), 'TypeError'],
  ['a group of errors', new AggregateError([new Error('one'), new Error('two')], ''), 'one'],
  ['a group with a message', new AggregateError([new Error('one')], 'all failed'), 'all failed'],
  ['a group of none', new AggregateError([], ''), 'an error without a message'],
  ['a cause that is a text', caused('stopped', 'by hand'), 'stopped: by hand'],
  ['a cause that is null', caused('stopped', null), 'stopped'],
  ['a text', 'only text', 'only text'],
  ['a number', 7, '7'],
  ['nothing', undefined, 'an error without a message'],
  ['null', null, 'an error without a message'],
  ['space around a message', new Error('  it broke \n'), 'it broke'],
  ['an error of OpenSSL', new Error(openssl), 'SSL routines: certificate verify failed'],
  [
    'two errors of OpenSSL, without the place in its source',
    new Error('1A2B3C4D5E6F7A8B:error:0A:a lib:f:no cipher\n1A2B3C4D5E6F7A8B:error:0B:b lib:g:no key'),
    'a lib: no cipherb lib: no key',
  ],
  ['a number that is short of a thread’s', new Error('1A2B3C4:error:0A:a:f:b'), '1A2B3C4:error:0A:a:f:b'],
  [
    'a local port',
    new Error('connect EINVAL 0.0.0.1:80 - Local (10.0.0.2:43210) again'),
    'connect EINVAL 0.0.0.1:80 again',
  ],
  [
    'a certificate without names',
    new Error("Host: a. is not in the cert's list: \n "),
    'Host: a. is not among them',
  ],
  [
    'a certificate with names',
    new Error("Host: a. is not in the cert's list: DNS:b"),
    "Host: a. is not in the cert's list: DNS:b",
  ],
])('of %s', (_, error, said) => {
  expect(describeError(error)).toBe(said);
});
