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
});
