/**
 * `qa inspect-migrations --versions-dir`, whole process, against `alembic heads` over the same files, in
 * turn. Goals: at 2 000 revision files at most 0.5 times Alembic's time; from there to 20 000 no worse than
 * linear, node's bare start taken off.
 * usage: npm run bench inspect-migrations   (needs alembic)
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goal, median, root, timed } from './measure/measure.ts';

const environment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' };
const runs = 3;

/** A revision as `alembic revision` writes it, with what a revision of the product does. */
function revisionFile(id: string, down: string | null): string {
  return `"""Revision ${id}

Revision ID: ${id}
Revises: ${down ?? ''}
Create Date: 2026-01-26 09:00:00.000000

"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision: str = "${id}"
down_revision: Union[str, Sequence[str], None] = ${down === null ? 'None' : `"${down}"`}
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("c_${id}", sa.Text(), nullable=False, server_default=""))
    op.create_index("articles_c_${id}_idx", "articles", ["c_${id}"], unique=False)
    op.execute(
        """
        UPDATE articles SET c_${id} = title -- "quoted"
        WHERE title IS NOT NULL
        """
    )


def downgrade() -> None:
    op.drop_index("articles_c_${id}_idx", table_name="articles")
    op.drop_column("articles", "c_${id}")
`;
}

let before: { readonly files: number; readonly ms: number } | null = null;
for (const files of [2_000, 20_000]) {
  const project = await mkdtemp(join(tmpdir(), 'bench-migrations-'));
  const versions = join(project, 'migrations', 'versions');
  await mkdir(versions, { recursive: true });
  await writeFile(join(project, 'alembic.ini'), '[alembic]\nscript_location = migrations\n');
  let down: string | null = null;
  for (let number = 1; number <= files; number += 1) {
    const id = number.toString(16).padStart(12, '0');
    await writeFile(join(versions, `${id}_step.py`), revisionFile(id, down));
    down = id;
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  const bare: number[] = [];
  // In turn, so that whatever else the machine does meets all; the first of each warms the caches, Python's
  // too.
  for (let run = 0; run <= runs; run += 1) {
    const start = await durationMs(process.execPath, ['-e', '0'], project);
    // Of 20 000 files Alembic's time is not asked: it goes through its chain by recursion, and more than
    // once.
    const one = files > 2_000 ? Number.NaN : await durationMs('alembic', ['heads'], project);
    const words = [
      join(root, 'dist', 'qa.js'),
      'inspect-migrations',
      '--versions-dir',
      'migrations/versions',
    ];
    const other = await durationMs(process.execPath, words, project);
    if (run === 0) continue;
    bare.push(start);
    theirs.push(one);
    ours.push(other);
  }
  await rm(project, { recursive: true });
  const took = median(ours) - median(bare);
  const share = median(ours) / median(theirs);
  const ratio =
    files > 2_000
      ? ''
      : `${share.toFixed(2)} of alembic heads (${goal(0.5, share)}; ` +
        `alembic ${median(theirs).toFixed(0)} ms), `;
  const growth =
    before === null
      ? ''
      : `, growth ${(took / before.ms).toFixed(1)} for ${files / before.files} times the files ` +
        `(${goal(files / before.files, took / before.ms)})`;
  process.stdout.write(
    `inspect-migrations, ${files} files: ${ratio}qa ${median(ours).toFixed(0)} ms, ` +
      `bare node ${median(bare).toFixed(0)} ms, ${runs} runs${growth}\n`,
  );
  before = { files, ms: took };
}

async function durationMs(command: string, words: readonly string[], cwd: string): Promise<number> {
  return (await timed(command, words, { cwd, env: environment })).ms;
}
