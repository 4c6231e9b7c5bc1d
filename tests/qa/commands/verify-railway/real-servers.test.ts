import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../../src/api/database/embedded.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { issueCertificate } from '../../../checks/deployment/certificate/certificates.ts';
import { runLine } from '../../../support/command-line.ts';

/**
 * Servers that nobody here wrote, from Debian's packages; each test says that it was skipped where one is
 * absent.
 */
const isThere = (program: string, ...words: string[]): boolean => {
  const found = spawnSync(program, words).status === 0;
  if (!found) console.log(`${program} is not installed: what needs it was skipped`);
  return found;
};
const nginx = isThere('nginx', '-v');
const haproxy = isThere('haproxy', '-v');
const python = isThere('/usr/bin/python3', '-c', 'import fastapi, uvicorn');

let folder: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qa-servers-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    await ended;
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function start(program: string, words: readonly string[], port: number): Promise<string> {
  running.push(spawn(program, words, { cwd: folder, stdio: 'ignore' }));
  await vi.waitFor(
    async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
    },
    { timeout: 15_000, interval: 50 },
  );
  return `127.0.0.1:${port}`;
}

async function verify(origin: string, more: readonly string[] = []) {
  const { code, stdout } = await runLine(
    ['verify-railway', '--base-url', origin, '--format', 'json', ...more],
    {
      environment: { PATH: '' },
    },
  );
  const findings = (JSON.parse(stdout) as Report).verdicts.flatMap((verdict) => verdict.findings);
  const errors = findings.filter(({ severity }) => severity === 'error');
  return { code, errors, codes: errors.map((finding) => finding.code) };
}

describe.skipIf(!nginx)('nginx', () => {
  const serve = async (server: (port: number) => string): Promise<string> => {
    const port = await freePort();
    const file = join(folder, `nginx-${port}.conf`);
    const logs = `error_log ${folder}/error.log; pid ${folder}/nginx-${port}.pid;`;
    const foreground = 'daemon off; master_process off;';
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${folder}/${name};`)
      .join(' ');
    await writeFile(
      file,
      `${logs} ${foreground} events {} http { access_log off; ${temporary} server { ${server(port)} } }`,
    );
    return start('nginx', ['-c', file, '-p', folder], port);
  };

  it('in front of a service that is gone answers for it', async () => {
    const gone = await freePort();
    const host = await serve(
      (port) => `listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${gone}; }`,
    );
    const { code, codes, errors } = await verify(`http://${host}`);
    expect({ code, codes }).toEqual({ code: 1, codes: ['gateway-error'] });
    expect(errors[0]?.facts).toMatchObject({ server: 'nginx', status: 502 });
  });

  it('with files of somebody else is another host', async () => {
    const host = await serve((port) => `listen 127.0.0.1:${port}; root ${folder}/nothing;`);
    expect(await verify(`http://${host}`)).toMatchObject({ code: 1, codes: ['wrong-host'] });
  });

  it('spoken to in plain http on its TLS port names the scheme', async () => {
    const { cert, key } = issueCertificate({ name: 'api', addresses: ['127.0.0.1'] });
    await writeFile(join(folder, 'tls.pem'), cert);
    await writeFile(join(folder, 'tls.key'), key);
    const host = await serve(
      (port) =>
        `listen 127.0.0.1:${port} ssl; ssl_certificate tls.pem; ssl_certificate_key tls.key; root ${folder};`,
    );
    const { errors } = await verify(`http://${host}`);
    expect(errors).toMatchObject([
      { code: 'gateway-error', remedy: { advice: expect.stringContaining('write https://') as string } },
    ]);
  });
});

it.skipIf(!haproxy)('HAProxy without a server behind it answers for it', async () => {
  const port = await freePort();
  const file = join(folder, 'haproxy.cfg');
  await writeFile(
    file,
    'defaults\n  mode http\n  timeout client 5s\n  timeout connect 1s\n  timeout server 5s\n' +
      `frontend api\n  bind 127.0.0.1:${port}\n  default_backend none\nbackend none\n`,
  );
  const host = await start('haproxy', ['-f', file], port);
  const { code, codes, errors } = await verify(`http://${host}`);
  expect({ code, codes }).toEqual({ code: 1, codes: ['gateway-error'] });
  expect(errors[0]?.facts).toMatchObject({ server: 'HAProxy', status: 503 });
});

describe.skipIf(!python)('Python', () => {
  const serve = async (application: string): Promise<string> => {
    const port = await freePort();
    const name = `app_${port}`;
    await writeFile(
      join(folder, `${name}.py`),
      `from fastapi import FastAPI\napp = FastAPI()\n${application}`,
    );
    const words = ['-m', 'uvicorn', `${name}:app`, '--port', String(port), '--log-level', 'critical'];
    return `http://${await start('/usr/bin/python3', words, port)}`;
  };

  it('a FastAPI of somebody else is another host, once', async () => {
    const origin = await serve("@app.get('/')\ndef root():\n    return {'hello': 'world'}\n");
    expect(await verify(origin)).toMatchObject({ code: 1, codes: ['wrong-host'] });
  });

  it('a FastAPI with a health route of its own is fine where that is named', async () => {
    const origin = await serve("@app.get('/up')\ndef up():\n    return {'ok': True}\n");
    expect(await verify(origin, ['--liveness', '/up'])).toMatchObject({ code: 0, codes: [] });
  });

  it('a route that raises is told from a crashing service, on connections that uvicorn closes', async () => {
    const origin = await serve(
      "@app.get('/up')\ndef up():\n    return {'status': 'ok'}\n" +
        "@app.get('/boom')\ndef boom():\n    raise RuntimeError('boom')\n",
    );
    for (let round = 0; round < 3; round += 1) {
      const words = '--liveness /up --readiness /up --canary /boom --observe 600ms --samples 4';
      const { codes } = await verify(origin, words.split(' '));
      expect(codes).toEqual(['healthy-but-failing']);
    }
  });

  it('its file server is another host', async () => {
    const port = await freePort();
    const words = ['-m', 'http.server', String(port), '--bind', '127.0.0.1'];
    expect(await verify(`http://${await start('/usr/bin/python3', words, port)}`)).toMatchObject({
      code: 1,
      codes: ['wrong-host'],
    });
  });
});
