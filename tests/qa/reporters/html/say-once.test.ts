import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/checks/finding.ts';
import { sayOnce } from '../../../../src/qa/reporters/html/say-once.ts';

const found = (subject: string, message: string): Finding => ({
  code: 'slow-response',
  severity: 'warning',
  subject,
  message,
  facts: {},
  remedy: { advice: '', sql: [], command: null },
  fingerprint: `slow-response:${subject}`,
});

const said = (...findings: Finding[]): readonly [string | null, readonly string[]] => {
  const { sentence, rows } = sayOnce(findings);
  return [sentence, rows.map(({ differs }) => differs)];
};

describe('findings that say one sentence', () => {
  it('says it once where only the subjects differ', () => {
    expect(
      said(
        found('/mute-theme', 'The 500 of POST /mute-theme holds driver text.'),
        found('/mute-topic', 'The 500 of POST /mute-topic holds driver text.'),
      ),
    ).toEqual(['The 500 of POST … holds driver text.', ['', '']]);
  });

  it('keeps what differs besides, without the end of the sentence', () => {
    expect(
      said(
        found('GET /a', 'GET /a took 1300 ms; over 1000 is slow.'),
        found('GET /b', 'GET /b took 1038 ms; over 1000 is slow.'),
      ),
    ).toEqual(['… took … ms; over 1000 is slow.', ['1300', '1038']]);
    expect(
      said(
        found('a.key', 's.a has no index that finds rows by owner_id.'),
        found('b.key', 's.b has no index that finds rows by tenant_id.'),
      ),
    ).toEqual(['… has no index that finds rows by ….', ['s.a · owner_id', 's.b · tenant_id']]);
  });

  it('compares beginnings and ends where one has more words', () => {
    expect(
      said(
        found(
          'theme',
          'It was answered 500: Erreur lors du masquage du thème: (driver) the key is not there',
        ),
        found(
          'kind',
          'It was answered 500: Erreur lors du masquage du type de contenu: (driver) the key is not there',
        ),
      ),
    ).toEqual([
      'It was answered 500: Erreur lors du masquage du … (driver) the key is not there',
      ['thème:', 'type de contenu:'],
    ]);
  });

  it('leaves sentences alone that have little in common', () => {
    const messages = ['The key leads nowhere at all.', 'Nobody answered within a second.'] as const;
    expect(said(found('a', messages[0]), found('b', messages[1]))).toEqual([null, messages]);
  });

  it('does not take a subject out of the middle of a word', () => {
    expect(
      said(found('me', 'The name of the first is lost.'), found('me', 'The name of the second is lost.'))[0],
    ).toBe('The name of the … is lost.');
  });

  it.each<[string, readonly (readonly [string, string])[], string | null, readonly string[]]>([
    [
      'no subject',
      [
        ['', 'It is lost in one.'],
        ['', 'It is lost in two.'],
      ],
      'It is lost in ….',
      ['one', 'two'],
    ],
    [
      'a subject in quotes, brackets, and at both ends',
      [
        ['a', 'a is "a" or (a) or \'a\', of a'],
        ['b', 'b is "b" or (b) or \'b\', of b'],
      ],
      '… is "…" or (…) or \'…\', of …',
      ['', ''],
    ],
    [
      'a subject that goes on in a word',
      [
        ['a', 'There is ab of a.'],
        ['b', 'There is bc of b.'],
      ],
      'There is … of ….',
      ['ab', 'bc'],
    ],
    [
      'two runs of words',
      [
        ['x', 'We saw one two, and three four here.'],
        ['y', 'We saw un deux, and trois quatre here.'],
      ],
      'We saw …, and … here.',
      ['one two · three four', 'un deux · trois quatre'],
    ],
    [
      'no sign that only one of them ends with',
      [
        ['x', 'We saw here one. It'],
        ['y', 'We saw here two, It'],
      ],
      'We saw here … It',
      ['one.', 'two,'],
    ],
    [
      'words that are all of the shorter one',
      [
        ['x', 'We saw it again'],
        ['y', 'We saw it again and again'],
      ],
      'We saw it again …',
      ['', 'and again'],
    ],
    [
      'words that both ends could have',
      [
        ['x', 'no no no'],
        ['y', 'no no no no'],
      ],
      'no no no …',
      ['', 'no'],
    ],
    [
      'the same sentence of both',
      [
        ['x', 'It is lost.'],
        ['y', 'It is lost.'],
      ],
      'It is lost.',
      ['', ''],
    ],
    [
      'too few words',
      [
        ['x', 'It is one.'],
        ['y', 'It is two.'],
      ],
      null,
      ['It is one.', 'It is two.'],
    ],
    [
      'less than two words of five',
      [
        ['x', 'a b c 1 2 3 4 5'],
        ['y', 'a b c 6 7 8 9 0'],
      ],
      null,
      ['a b c 1 2 3 4 5', 'a b c 6 7 8 9 0'],
    ],
    [
      'two words of five',
      [
        ['x', 'a b c d 1 2 3 4 5 6'],
        ['y', 'a b c d 7 8 9 0 a b'],
      ],
      'a b c d …',
      ['1 2 3 4 5 6', '7 8 9 0 a b'],
    ],
  ])('of %s', (_, messages, sentence, differs) => {
    expect(said(...messages.map(([subject, message]) => found(subject, message)))).toEqual([
      sentence,
      differs,
    ]);
  });
});
