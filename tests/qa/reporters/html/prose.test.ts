import { expect, it } from 'vitest';
import { commandLine } from '../../../../src/qa/reporters/html/command-line.ts';
import { escapePlain, markup, name, pasted, prose } from '../../../../src/qa/reporters/html/markup.ts';

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
  [
    { name: 'local', baseUrl: 'http://h', database: null, assumed: true },
    'qa verify-mute --base-url http://h',
  ],
  [{ name: 'prod', baseUrl: null, database: 'h:5432/d' }, 'qa verify-mute --target prod'],
  [{ name: "it's", baseUrl: null, database: null }, String.raw`qa verify-mute --target 'it'\''s'`],
])('%j is looked at again by %j', (target, line) => {
  expect(commandLine({ command: 'verify-mute', target })).toBe(line);
});

it.each([
  ['&<>"\'', '&amp;&lt;&gt;&quot;&#39;', '&amp;&lt;&gt;&quot;&#39;'],
  ['\u202e', '<span class="sign" data-sign="U+202E">\u202e</span>', '‹U+202E›'],
  ['\u0007', '<span class="sign" data-sign="U+0007">\u0007</span>', '‹U+0007›'],
  ['\u0000', '<span class="sign" data-sign="U+0000">\ufffd</span>', '‹U+0000›'],
  ['\r', '<span class="sign" data-sign="U+000D">&#13;</span>', '‹U+000D›'],
  ['\ud800', '<span class="sign" data-sign="U+D800">\ufffd</span>', '‹U+D800›'],
  ['\u200b', '<span class="sign" data-sign="U+200B">\u200b</span>', '‹U+200B›'],
  ['\n\t été 🙂', '\n\t été 🙂', '\n\t été 🙂'],
])('%j is shown so that it can do nothing, and so that it is seen', (text, shown, plain) => {
  expect(markup`${text}`.source).toBe(shown);
  expect(pasted(text).source.replaceAll('<wbr>', '')).toBe(shown);
  expect(escapePlain(text)).toBe(plain);
});
