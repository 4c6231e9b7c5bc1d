import {
  codeWith,
  databaseAt,
  productFiles,
  revisionFile,
} from '../../../src/checks/migrations/examples/evidence.ts';
import type { RevisionFile } from '../../../src/checks/migrations/revision-file/revision-file.ts';
import type { Scenarios, Seen } from '../support/told.ts';

const withFiles = (...files: readonly RevisionFile[]): Seen => ({
  code: codeWith([...productFiles, ...files]),
});
const branch = revisionFile('c0ffee123456', ['a8da35e3c12b']);
const faulty = revisionFile(null, [], {
  path: 'versions/notes.py',
  faults: ['it declares no revision', 'it declares no down_revision'],
});
const unread = revisionFile('facade000000', ['1a2b3c4d5e6f'], { unread: ['down_revision'] });
/** Only what was expected is known, and no file. */
const onlyHeads = (...heads: readonly string[]): Seen => ({
  code: { ...codeWith([], heads), directories: [] },
});
const both = ['b7d6e5f4c3a2', 'f7e8a9b0c1d2'] as const;
const upgrades = (count: number): Seen => ({
  upgrades: {
    scope: 'pending',
    revisions: Array.from({ length: count }, (_, place) => ({
      revision: `${place}`,
      path: `versions/${place}.py`,
      operations: [],
      unread: [`line ${place + 1}: op.execute(text)`],
    })),
  },
});

export const migrationScenarios: Scenarios = {
  'broken-chain': {
    'a file declares nothing': withFiles(faulty),
    'a file declares nothing, and a revision is missing': withFiles(
      faulty,
      revisionFile('c0ffee123456', ['0123456789ab']),
    ),
    'a file has a revision and a fault, and a revision is missing': withFiles(
      { ...branch, faults: ['it declares down_revision twice'] },
      revisionFile('facade000000', ['0123456789ab']),
    ),
    'a file could not be read, and a revision is missing': withFiles(
      unread,
      revisionFile('c0ffee123456', ['0123456789ab']),
    ),
    'a label is an id': withFiles({ ...branch, labels: ['a4b5c6d7e8f9'] }),
    'a label is given twice': withFiles(
      { ...branch, labels: ['shop'] },
      { ...revisionFile('facade000000', ['c0ffee123456']), labels: ['shop'] },
    ),
    'two come before each other': withFiles(
      revisionFile('c0ffee123456', ['facade000000']),
      revisionFile('facade000000', ['c0ffee123456']),
    ),
  },
  'split-heads': {
    'both heads are expected': {
      code: codeWith([...productFiles, branch], ['1a2b3c4d5e6f', branch.revision ?? '']),
    },
    'one of two heads is expected': { code: codeWith([...productFiles, branch], ['1a2b3c4d5e6f']) },
    'one of two heads is expected, and another': {
      code: codeWith([...productFiles, branch], ['1a2b3c4d5e6f', '0123456789ab']),
    },
    'a file that declares nothing may be the merge': withFiles(branch, faulty),
    'a file declares nothing, and there is one head': withFiles(faulty),
    'a file has a revision and a fault': withFiles({
      ...branch,
      faults: ['it declares down_revision twice'],
    }),
    'a file could not be read': withFiles(branch, unread),
  },
  'unknown-revision': {
    'only the expected head is known': { ...onlyHeads('1a2b3c4d5e6f'), versionTable: databaseAt(...both) },
    'only the expected heads are known, and one is there': {
      ...onlyHeads(...both),
      versionTable: databaseAt(both[0], 'deadbeef0000'),
    },
    'no file declares the expected head': {
      code: codeWith(productFiles, ['deadbeef0000']),
      versionTable: databaseAt('1a2b3c4d5e6f'),
    },
    'no file declares the expected head, at which the database is': {
      code: codeWith(productFiles, ['deadbeef0000']),
      versionTable: databaseAt('deadbeef0000'),
    },
    'a file that could not be read may declare it': {
      ...withFiles(unread),
      versionTable: databaseAt('deadbeef0000'),
    },
    'a file could not be read, and all is known': {
      ...withFiles(unread),
      versionTable: databaseAt('1a2b3c4d5e6f'),
    },
  },
  'multiple-database-revisions': {
    'both are expected': { code: codeWith(productFiles, both), versionTable: databaseAt(...both) },
    'one of them contains the other': {
      code: codeWith(productFiles, both),
      versionTable: databaseAt('a4b5c6d7e8f9', 'b7d6e5f4c3a2'),
    },
    'one of three contains two': {
      code: codeWith(),
      versionTable: databaseAt('a4b5c6d7e8f9', ...both, 'a8da35e3c12b'),
    },
  },
  'pending-migrations': {
    'only the expected head is known': {
      ...onlyHeads('1a2b3c4d5e6f'),
      versionTable: databaseAt(),
    },
  },
  'risky-migration': {
    'two lines could not be read': upgrades(2),
    'three lines could not be read': upgrades(3),
    'four lines could not be read': upgrades(4),
  },
};
