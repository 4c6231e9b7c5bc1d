import { expect, it } from 'vitest';
import { commandLine } from '../../../../src/qa/reporters/html/command-line.ts';
import { name, prose } from '../../../../src/qa/reporters/html/markup.ts';

it.each([
  ['Run `qa inspect-fk` first.', 'Run <code>qa inspect-<wbr>fk</code> first.'],
  ['One ` alone stays.', 'One ` alone stays.'],
  ['`<b>`', '<code>&lt;b&gt;</code>'],
  ['a well-known user_id', 'a well-known user_id'],
  ['of public.user_personalization.user_id', 'of public.<wbr>user_<wbr>personalization.<wbr>user_<wbr>id'],
])('%j is told without backticks, and breaks where its parts end', (text, source) => {
  expect(prose(text).source).toBe(source);
});

it('breaks a name between its parts only', () => {
  expect(name('/api/mute-source').source).toBe('<code>/<wbr>api/<wbr>mute-<wbr>source</code>');
});

it.each([
  [
    { name: 'prod', baseUrl: 'https://api.example', database: null },
    'qa verify-mute --target prod --base-url https://api.example',
  ],
  [{ name: 'local', baseUrl: 'http://127.0.0.1:1', database: 'h:5432/d' }, 'qa verify-mute --target local'],
  [{ name: "it's", baseUrl: null, database: null }, String.raw`qa verify-mute --target 'it'\''s'`],
])('%j is looked at again by %j', (target, line) => {
  expect(commandLine({ command: 'verify-mute', target })).toBe(line);
});
