import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listRevisions } from '../../../../src/checks/migrations/probes/list-revisions.ts';
import { decode, readSource } from '../../../../src/checks/migrations/probes/read-source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources '));
});
afterAll(() => rm(folder, { recursive: true }));

it.each<[string, Buffer, object]>([
  ['UTF-8', Buffer.from('# été\n'), { text: '# été\n' }],
  [
    'a declared encoding',
    Buffer.from('# -*- coding: latin-1 -*-\n# \u00e9\n', 'latin1'),
    { text: '# -*- coding: latin-1 -*-\n# é\n' },
  ],
  [
    'one on the second line',
    Buffer.from('#!/bin/python\n# vim: set fileencoding=cp1252 :\n#\u00e9', 'latin1'),
    { text: '#!/bin/python\n# vim: set fileencoding=cp1252 :\n#é' },
  ],
  [
    'none, and no UTF-8 in a text',
    Buffer.from('x = 1\ny = "\u00e9"\n', 'latin1'),
    { fault: 'line 2 is not UTF-8, and it declares no other encoding' },
  ],
  [
    'none, and no UTF-8 in a comment, which Python passes over',
    Buffer.from('# \u00e9\nx = 1 # \u00e9 "\n', 'latin1'),
    { text: '# \ufffd\nx = 1 # \ufffd "\n' },
  ],
  [
    'a text in UTF-8 beside such a comment',
    Buffer.from('x = "\xc3\xa9" # \xe9', 'latin1'),
    { text: 'x = "é" # \ufffd' },
  ],
  [
    'ASCII that is none',
    Buffer.from('# coding: ascii\n# é\n'),
    { fault: 'it is not the ascii that it declares' },
  ],
  ['ASCII', Buffer.from('# coding: US_ASCII\n'), { text: '# coding: US_ASCII\n' }],
  [
    'a mark of UTF-8 and another encoding',
    Buffer.from('\ufeff# coding: latin-1\n'),
    { fault: 'it begins with the mark of UTF-8, and declares latin1' },
  ],
  [
    'a mark and the same',
    Buffer.from('\ufeff# coding: utf-8-sig\n'),
    { text: '\ufeff# coding: utf-8-sig\n' },
  ],
  [
    'one behind code, where it counts for nothing',
    Buffer.from('x = 1\n# coding: latin-1\ny = "é"\n'),
    { text: 'x = 1\n# coding: latin-1\ny = "é"\n' },
  ],
  [
    'one that nobody knows',
    Buffer.from('# coding: klingon\n'),
    { unread: 'its encoding klingon is not known here' },
  ],
  ['the sign of a lost character itself', Buffer.from('# \ufffd\n'), { text: '# \ufffd\n' }],
])('decodes %s as Python does', (_, bytes, expected) => expect(decode(bytes)).toEqual(expected));

it('waits for no pipe, and takes no directory for a file', async () => {
  const pipe = join(folder, 'pipe.py');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  expect(readSource(pipe)).toEqual({ unread: 'it is not a regular file' });
  const endless = join(folder, 'endless.py');
  await symlink('/dev/zero', endless);
  expect(readSource(endless)).toEqual({ unread: 'it is not a regular file' });
  expect(readSource(folder)).toEqual({ unread: 'it is not a regular file' });
  expect(readSource(join(folder, 'absent.py'))).toHaveProperty('unread');
});

it('reads a large file whole, and not one beyond all measure', async () => {
  const large = join(folder, 'large.py');
  await writeFile(large, `${'# 80 signs of a comment\n'.repeat(10_000)}revision = "a1"\n`);
  expect(readSource(large)).toMatchObject({ text: expect.stringMatching(/revision = "a1"\n$/) as string });
  const huge = join(folder, 'huge.py');
  await writeFile(huge, Buffer.alloc(5 * 1024 * 1024, 35));
  expect(readSource(huge)).toEqual({ unread: 'it is larger than 4 MB' });
});

it('lists what Alembic would, each directory once', async () => {
  const versions = join(folder, 'versions');
  await mkdir(join(versions, 'deeper', '__pycache__'), { recursive: true });
  for (const name of [
    'b.py',
    'a.py',
    '__init__.py',
    '.#lock.py',
    'c.pyc',
    'notes.txt',
    'deeper/d.py',
    'deeper/__pycache__/e.py',
  ]) {
    await writeFile(join(versions, name), '');
  }
  const listed = async (recursive: boolean) =>
    (await listRevisions(['versions', 'versions'], { cwd: folder, recursive })).files.map(({ path }) => path);
  expect(await listed(false)).toEqual(['versions/a.py', 'versions/b.py']);
  expect(await listed(true)).toEqual(['versions/a.py', 'versions/b.py', 'versions/deeper/d.py']);
});
