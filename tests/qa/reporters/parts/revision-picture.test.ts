import { describe, expect, it } from 'vitest';
import { describeRevisions, revisionPicture } from '../../../../src/qa/reporters/parts/revision-picture.ts';

interface Given {
  /** `b<a` comes behind `a`; `c<a,b` behind both; `d<a+x` depends on `x` besides. */
  readonly files: string;
  readonly database?: readonly string[] | null;
  readonly expected?: readonly string[];
}

const picture = ({ files, database = null, expected = [] }: Given) =>
  revisionPicture({
    evidence: {
      code: {
        directories: ['versions'],
        expectedHeads: [...expected],
        files: files.split(' ').map((each) => {
          const [id = '', before = ''] = each.split('<');
          const [down = '', depends = ''] = before.split('+');
          return {
            path: `versions/${id}.py`,
            revision: id,
            down: down.split(',').filter(Boolean),
            dependsOn: depends.split(',').filter(Boolean),
            labels: [],
            faults: [],
            unread: [],
          };
        }),
      },
      ...(database === null ? {} : { versionTable: tableOf(database) }),
    },
  });

const tableOf = (revisions: readonly string[]) => ({
  database: 'h/d',
  table: 'alembic_version',
  searched: ['public'],
  schema: 'public',
  elsewhere: [],
  revisions: [...revisions],
});

const labels = (given: Given) => picture(given)?.steps.map(({ label }) => label);
const links = (given: Given) =>
  picture(given)?.links.map(({ from, to, depends }) => `${from} ${depends ? '..' : '--'} ${to}`);

describe('the picture of a chain', () => {
  it.each<[string, Given, string[], string]>([
    ['of files alone', { files: 'a b<a' }, ['a', 'b · head'], '2 revisions.'],
    ['of one file', { files: 'a' }, ['a · head'], '1 revision.'],
    [
      'of a database that is behind',
      { files: 'a b<a c<b', database: ['a'] },
      ['a · database', 'b · pending', 'c · head · pending'],
      '3 revisions, 2 of them pending.',
    ],
    [
      'of a database at the head',
      { files: 'a b<a', database: ['b'] },
      ['a', 'b · head · database'],
      '2 revisions.',
    ],
    [
      'of an empty table',
      { files: 'a', database: [] },
      ['a · head · pending'],
      '1 revision, 1 of them pending.',
    ],
    [
      'of a database at a branch that is not deployed',
      { files: 'a b<a c<a', database: ['c'], expected: ['b'] },
      ['a', 'b · head · pending', 'c · a head of the files · database · not in the code'],
      '3 revisions, 1 of them pending.',
    ],
    [
      'of files that nobody deploys',
      { files: 'a b<a c<a', database: ['b'], expected: ['b'] },
      ['a', 'b · head · database', 'c · a head of the files'],
      '3 revisions.',
    ],
    [
      'of a database at a revision that no file has: what is pending is not known',
      { files: 'a b<a', database: ['z'] },
      ['a', 'b · head', 'z · database · unknown'],
      '3 revisions.',
    ],
  ])('%s', (_, given, steps, sentence) => {
    expect(labels(given)).toEqual(steps);
    const drawn = picture(given);
    expect(drawn && describeRevisions(drawn)).toBe(sentence);
  });

  it('links what comes after what, and what depends on what', () => {
    expect(links({ files: 'a b<a x c<b+x' })).toEqual(['a -- b', 'b -- c', 'x .. c']);
    expect(links({ files: 'a b<a c<a d<b,c' })).toEqual(['a -- b', 'a -- c', 'b -- d', 'c -- d']);
  });

  it('colours by state', () => {
    const given = { files: 'a b<a c<a d<a', database: ['c', 'z'], expected: ['b'] };
    expect(picture(given)?.steps.map(({ id, state }) => [id, state])).toEqual([
      ['a', 'applied'],
      ['b', 'plain'],
      ['c', 'extra'],
      ['d', 'plain'],
      ['z', 'unknown'],
    ]);
  });

  it('is none of a report without revision files', () => {
    expect(revisionPicture({ evidence: {} })).toBeNull();
    expect(revisionPicture({ evidence: { code: null } })).toBeNull();
    const named = { directories: [], files: [], expectedHeads: ['a'] };
    expect(revisionPicture({ evidence: { code: named } })).toBeNull();
  });

  const chain = (length: number): string =>
    Array.from({ length }, (_, at) => (at === 0 ? 'n0' : `n${at}<n${at - 1}`)).join(' ');

  it('up to forty revisions are drawn whole', () => {
    expect(picture({ files: chain(40), database: ['n39'] })).toMatchObject({ omitted: 0 });
    expect(picture({ files: chain(40), database: ['n39'] })?.steps).toHaveLength(40);
  });

  it('of a long chain the head is drawn with four before it, and a gap for the rest', () => {
    const given = { files: chain(41), database: ['n40'] };
    expect(labels(given)).toEqual(['…', 'n36', 'n37', 'n38', 'n39', 'n40 · head · database']);
    expect(links(given)?.[0]).toBe('before n36 -- n36');
    const drawn = picture(given);
    expect(drawn && describeRevisions(drawn)).toBe('5 revisions; 36 more are not drawn.');
  });

  it('of many pending ones both ends are drawn', () => {
    const drawn = picture({ files: chain(60), database: ['n9'] });
    const ids = drawn?.steps.filter(({ state }) => state === 'pending').map(({ id }) => id);
    // Twelve at either end of the fifty.
    expect(ids).toEqual([
      ...Array.from({ length: 12 }, (_, at) => `n${at + 10}`),
      ...Array.from({ length: 12 }, (_, at) => `n${at + 48}`),
    ]);
    expect(drawn?.steps.filter(({ state }) => state === 'gap').map(({ id }) => id)).toEqual([
      'before n5',
      'before n48',
    ]);
    expect(picture({ files: chain(60), database: ['n35'] })?.omitted).toBe(31);
  });
});
