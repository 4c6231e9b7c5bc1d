import { describe, expect, it } from 'vitest';
import { exampleAnswer } from '../../../../src/checks/http/examples/exchanges.ts';
import { answered } from '../../../../src/qa/reporters/html/answered.ts';

function shown(text: string, changes: { readonly bytes?: number; readonly truncated?: boolean }): string {
  const { answer } = exampleAnswer('/', 200, '');
  if (answer === null) throw new Error('The example has an answer.');
  return answered({ ...answer, body: { bytes: text.length, truncated: false, text, ...changes } }).source;
}

describe('how much of a body is shown', () => {
  it.each([
    ['accents', 'thème masqué', 14],
    ['emoji', '🙂', 4],
    ['a token that was taken out', 'Bearer …', 900],
    ['an ellipsis of its own', 'first … last', 14],
  ])('says nothing of a whole body with %s', (_, text, bytes) => {
    expect(shown(text, { bytes })).not.toContain('bytes were read');
  });

  it('says so of one that was kept by its two ends', () => {
    const text = `${'a'.repeat(1_998)} … ${'b'.repeat(1_998)}`;
    expect(shown(text, { bytes: 90_000 })).toContain(
      '90000 bytes were read; these are the beginning and the end.',
    );
  });

  it('says so of one that was not read to its end', () => {
    expect(shown('short', { bytes: 5, truncated: true })).toContain(
      '5 bytes were read, and there were more.',
    );
  });
});

it.each<[string, Parameters<typeof answered>[0], string]>([
  ['an empty body', answerOf(''), '\n<pre>204\na: b</pre>\n'],
  ['a body below its headers', answerOf('<b>'), '\n<pre>204\na: b\n\n&lt;b&gt;</pre>\n'],
  [
    'what is not as documented',
    { ...answerOf(''), shapeIssues: ['No `id`.', 'No name.'] },
    '<p class="failure">Not as documented: No <code>id</code>.; No name.</p>\n<pre>204\na: b</pre>\n',
  ],
  [
    'a body of two ends, with more behind it',
    answerOf(`${'a'.repeat(3_897)} … `, true),
    `\n<pre>204\na: b\n\n${'a'.repeat(3_897)} … </pre>\n<p class="quiet">3900 bytes were read, and there ` +
      'were more; these are the beginning and the end.</p>',
  ],
  [
    'a body that is too short to have been shortened',
    answerOf(`${'a'.repeat(3_896)} … `),
    `\n<pre>204\na: b\n\n${'a'.repeat(3_896)} … </pre>\n`,
  ],
  [
    'a long body without a mark of that',
    answerOf('a'.repeat(3_950)),
    `\n<pre>204\na: b\n\n${'a'.repeat(3_950)}</pre>\n`,
  ],
])('shows %s', (_, answer, source) => {
  expect(answered(answer).source).toBe(source);
});

function answerOf(text: string, truncated = false): Parameters<typeof answered>[0] {
  return {
    status: 204,
    headers: { a: 'b' },
    body: { bytes: text.length, truncated, text },
    shapeIssues: [],
  };
}
