import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The real one, where Debian's package is installed. */
export const alembicIsInstalled = spawnSync('alembic', ['--version']).status === 0;

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project {
  readonly cwd: string;
  readonly versions: string;
  readonly alembic: (...words: string[]) => Promise<Ran>;
  readonly remove: () => Promise<void>;
}

/** An Alembic project of its own in a temporary directory, with a copy of these revisions. */
export async function alembicProject(
  directory: string,
  url = 'postgresql://nobody@127.0.0.1:1/none',
  versionSchema = '',
): Promise<Project> {
  const cwd = await mkdtemp(join(tmpdir(), 'alembic-'));
  const versions = join(cwd, 'migrations', 'versions');
  await mkdir(join(cwd, 'migrations'));
  await cp(resolve(directory), versions, { recursive: true });
  await writeFile(join(cwd, 'alembic.ini'), ini);
  await writeFile(join(cwd, 'migrations', 'env.py'), env);
  await writeFile(join(cwd, 'migrations', 'script.py.mako'), template);
  return {
    cwd,
    versions,
    alembic: (...words) =>
      runProgram('alembic', words, {
        cwd,
        environment: {
          DATABASE_URL: url.replace(/^postgres:/, 'postgresql:'),
          VERSION_SCHEMA: versionSchema,
        },
      }),
    remove: () => rm(cwd, { recursive: true }),
  };
}

export function runProgram(
  program: string,
  words: readonly string[],
  { cwd, environment = {} }: { readonly cwd: string; readonly environment?: Record<string, string> },
): Promise<Ran> {
  // No bytecode: Python is not to write beside what is read.
  const env = {
    PATH: process.env['PATH'] ?? '',
    LC_ALL: 'C.UTF-8',
    PYTHONDONTWRITEBYTECODE: '1',
    ...environment,
  };
  return new Promise((done) => {
    execFile(
      program,
      [...words],
      { cwd, env, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      },
    );
  });
}

/** The files of a versions directory, by their names. */
export type Files = Readonly<Record<string, string | Buffer>>;

export async function writeVersions(directory: string, files: Files): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
}

/**
 * What Alembic says of each of these directories: its heads, or null where it cannot load them. All in one
 * process, which asks for them from its `env.py`.
 */
export async function headsOfAll(
  directories: readonly string[],
): Promise<readonly (readonly string[] | null)[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'alembic-'));
  try {
    await mkdir(join(cwd, 'migrations', 'versions'), { recursive: true });
    await writeFile(join(cwd, 'alembic.ini'), '[alembic]\nscript_location = migrations\n');
    await writeFile(join(cwd, 'migrations', 'env.py'), judge);
    await writeFile(join(cwd, 'directories.json'), JSON.stringify(directories));
    const { code, stderr } = await runProgram('alembic', ['current'], { cwd });
    if (code !== 0) throw new Error(`alembic judged nothing: ${stderr}`);
    // Not on its output, where the files themselves may print.
    return JSON.parse(await readFile(join(cwd, 'answer.json'), 'utf8')) as (string[] | null)[];
  } finally {
    await rm(cwd, { recursive: true });
  }
}

const judge = `import json, os, warnings
from alembic.config import Config
from alembic.script import ScriptDirectory

warnings.simplefilter("ignore")

def heads(directory):
    config = Config()
    config.set_main_option("script_location", os.getcwd())
    config.set_main_option("version_locations", directory)
    try:
        script = ScriptDirectory.from_config(config)
        list(script.walk_revisions())
        return sorted(set(script.get_heads()))
    except BaseException:
        return None

with open("directories.json") as asked, open("answer.json", "w") as answer:
    json.dump([heads(each) for each in json.load(asked)], answer)
`;

const ini = `[alembic]
script_location = migrations

[loggers]
keys = root,alembic
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARN
handlers = console
qualname =
[logger_alembic]
level = INFO
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
`;

const env = `import os
from logging.config import fileConfig

import sqlalchemy as sa
from alembic import context

fileConfig(context.config.config_file_name)
engine = sa.create_engine(os.environ["DATABASE_URL"], poolclass=sa.pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        version_table_schema=os.environ.get("VERSION_SCHEMA") or None,
    )
    with context.begin_transaction():
        context.run_migrations()
`;

const template = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}

"""
from alembic import op
import sqlalchemy as sa

revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade():
    pass


def downgrade():
    pass
`;
