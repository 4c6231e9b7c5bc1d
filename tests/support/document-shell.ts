import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Checkout } from './checkout.ts';

/** What `qa dev` says of itself. */
interface Patient {
  readonly baseUrl: string;
  readonly databaseUrl: string;
  readonly token: string;
}

export interface RanLine {
  readonly line: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs command lines of a document in one shell, as somebody would paste them, one after the other. Their
 * addresses are the patient's; `npm` and `npx` only say whether they could do what they are asked for.
 */
export async function runInShell(
  lines: readonly string[],
  {
    checkout,
    patient,
    config = null,
  }: { readonly checkout: Checkout; readonly patient: Patient; readonly config?: string | null },
  more: Readonly<Record<string, string>> = {},
): Promise<RanLine[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'qa document '));
  const auth = await startAuth(patient.token);
  try {
    await furnish(cwd, checkout, patient);
    const atPatient = (text: string): string =>
      text.replaceAll(/https:\/\/(api|staging)\.example\.com/g, patient.baseUrl);
    if (config !== null) await writeFile(join(cwd, 'qa.config.json'), atPatient(config));
    const aimed = lines.map((line) =>
      atPatient(line)
        .replace(/postgresql:\/\/postgres\.PROJECT:PASSWORD@[\w.:/]+/, patient.databaseUrl)
        // As long as a test may take.
        .replace('--wait 5m', '--wait 10s')
        .replace('--observe 30s', '--observe 2s')
        .replaceAll('https://PROJECT.supabase.co', auth.origin),
    );
    const script = aimed.map(
      (line, at) => `{ ${line}\n} > .ran/${at}.out 2> .ran/${at}.err; echo $? > .ran/${at}.code`,
    );
    const shell = spawn('/bin/bash', ['--norc', '-c', script.join('\n')], {
      cwd,
      stdio: 'ignore',
      env: {
        PATH: `${join(cwd, '.programs')}:${process.env['PATH']}`,
        HOME: cwd,
        QA_STATE_DIR: join(cwd, 'state'),
        QA_DATABASE_URL: patient.databaseUrl,
        ...more,
      },
    });
    await once(shell, 'close');
    return await Promise.all(
      lines.map(async (line, at) => {
        const read = (kind: string): Promise<string> => readFile(join(cwd, '.ran', `${at}.${kind}`), 'utf8');
        return {
          line,
          code: Number(await read('code')),
          stdout: await read('out'),
          stderr: await read('err'),
        };
      }),
    );
  } finally {
    auth.close();
    await rm(cwd, { recursive: true, force: true });
  }
}

/** What the documents speak of as being there: a token, a log, revision files, a saved report. */
async function furnish(cwd: string, { root }: Checkout, { token, baseUrl }: Patient): Promise<void> {
  const programs = join(cwd, '.programs');
  for (const directory of ['.programs', '.ran', '.ci', 'alembic', 'dist', 'elsewhere'])
    await mkdir(join(cwd, directory));
  await writeFile(join(cwd, 'token'), token);
  await writeFile(join(cwd, 'targets.yaml'), `targets:\n  - name: reference\n    baseUrl: ${baseUrl}\n`);
  await cp('fixtures/logs/alembic-upgrade.log', join(cwd, 'deploy.log'));
  await cp('fixtures/migrations/product', join(cwd, 'alembic', 'versions'), { recursive: true });
  await writeFile(join(cwd, 'dist', 'qa.js'), wrapper(join(root, 'dist', 'qa.js')));
  await symlink(process.execPath, join(programs, 'node'));
  const node = `exec "${process.execPath}"`;
  const write = async (path: string, text: string): Promise<void> => {
    await writeFile(path, `#!/bin/bash\n${text}\n`);
    await chmod(path, 0o755);
  };
  for (const name of ['qa', 'facteur-qa'])
    await write(join(programs, name), `${node} "${join(cwd, 'dist', 'qa.js')}" "$@"`);
  const stranger = resolve('tests/support/document-programs.mjs');
  for (const name of ['npm', 'npx', 'docker'])
    await write(join(programs, name), `${node} "${stranger}" ${name} "$@"`);
  await write(join(cwd, '.ci', 'run'), '');
}

/**
 * `qa` as a document means it: a server is stopped once it is ready, and where a person would be asked for
 * the database's name, the answer is yes.
 */
function wrapper(qa: string): string {
  return `import { spawn } from 'node:child_process';
const line = process.argv.slice(2);
const isServer = line[0] === 'dev' && !line.some((word) => word.startsWith('--list') || word === '--help');
if (line.includes('--apply') && !line.includes('--yes')) line.push('--yes');
const child = spawn(process.execPath, [${JSON.stringify(qa)}, ...line], {
  stdio: ['inherit', isServer ? 'pipe' : 'inherit', 'inherit'],
  ...(isServer ? { cwd: 'elsewhere' } : {}),
});
child.stdout?.on('data', (text) => String(text).includes('Ctrl-C') && child.kill('SIGINT'));
child.on('close', (code) => (process.exitCode = isServer && code === 130 ? 0 : code));
`;
}

/** Signs in as Supabase's auth service does: the password for a token, only as it is documented. */
async function startAuth(token: string): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { apikey, 'content-type': type } = request.headers;
      const { email, password } = JSON.parse(body || '{}') as Record<string, unknown>;
      const isRight =
        request.method === 'POST' &&
        request.url === '/auth/v1/token?grant_type=password' &&
        apikey !== undefined;
      response.writeHead(isRight && type === 'application/json' && email && password ? 200 : 400);
      response.end(JSON.stringify(isRight ? { access_token: token, token_type: 'bearer' } : { code: 400 }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
