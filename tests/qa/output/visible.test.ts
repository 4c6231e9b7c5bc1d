import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSmallApi } from '../../checks/mute/small-api.ts';
import { runLine } from '../../support/command-line.ts';
import { answer, startHostileServer } from '../../support/hostile-server.ts';
import { visible } from '../../../src/qa/output/visible.ts';
import { formats } from '../../../src/qa/reporters/formats.ts';

it.each([
  ['\u001b[2J\u001b[31mred', '\\u001b[2J\\u001b[31mred'],
  ['\u001b]52;c;aGk=\u0007', '\\u001b]52;c;aGk=\\u0007'],
  ['over\rwritten', 'over\\u000dwritten'],
  ['a\r\nb\tc', 'a\nb\tc'],
  ['\u009b2J \u007f', '\\u009b2J \\u007f'],
  ['gpj.\u202eexe', 'gpj.\\u202eexe'],
  ['\u2066isolated\u2069', '\\u2066isolated\\u2069'],
  ['héllo — “quoted” 日本', 'héllo — “quoted” 日本'],
])('%j is shown as it is spelled', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

const attack = 'down \u001b[2J \u001b]52;c;aGk=\u0007 \r\u009b31m gpj.\u202eexe';
// oxlint-disable-next-line no-control-regex
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('an answer that would write to the terminal', () => {
  it.each(formats.filter((format) => !['mermaid', 'dot'].includes(format)))(
    'is spelled out in %s',
    async (format) => {
      const server = await startHostileServer((socket) =>
        answer(
          socket,
          '503 Service Unavailable',
          { 'content-type': 'application/json', 'x-odd': 'a\u009bb' },
          JSON.stringify({ status: attack, detail: attack, database: `error: ${attack}` }),
        ),
      );
      try {
        const { stdout, stderr, code } = await runLine(
          ['verify-railway', '--base-url', server.origin, '--format', format, '--show-curl', '--verbose'],
          { environment: { PATH: '' } },
        );
        expect(code).toBe(format === 'nagios' ? 2 : 1);
        // The report is there, and holds what was said, if the format tells messages at all.
        expect(stdout).toContain('unreachable-database');
        if (format === 'json' || format === 'ctrf') expect(() => JSON.parse(stdout) as unknown).not.toThrow();
        else expect(stdout).not.toMatch(obeyed);
        expect(stderr).not.toMatch(obeyed);
        if (format === 'table') expect(stdout).toContain('\\u001b[2J');
      } finally {
        await server.close();
      }
    },
  );
});

it('recover spells out what a server says to the undoing', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'qa visible '));
  const api = await startSmallApi({ keeps: 'theme' });
  let isHostile = false;
  // One address, as an undo record has it: the API until the mute is left, and somebody else then.
  const front = createServer((incoming, outgoing) => {
    if (isHostile) {
      outgoing.writeHead(500, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ detail: attack }));
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request(
      new URL(url ?? '/', api.origin),
      { method: method ?? 'GET', headers },
      (answered) => {
        outgoing.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  const argv = [
    '--base-url',
    `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    '--consistency',
    '200ms',
  ];
  const environment = { QA_STATE_DIR: directory, QA_TOKEN: api.token };
  try {
    expect((await runLine(['verify-mute', ...argv], { environment })).code).toBe(5);
    isHostile = true;
    const { code, stdout, stderr } = await runLine(['recover', ...argv], { environment });
    expect(code).toBe(5);
    expect(stdout).toContain('incomplete-cleanup');
    expect(stdout + stderr).not.toMatch(obeyed);
  } finally {
    front.close();
    await api.close();
    await rm(directory, { recursive: true });
  }
});

it('diff spells out what stands in a saved report', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'qa visible '));
  const environment = { PATH: '' };
  const server = await startHostileServer((socket) =>
    answer(
      socket,
      '503 Service Unavailable',
      { 'content-type': 'application/json' },
      JSON.stringify({ database: `error: ${attack}` }),
    ),
  );
  try {
    const look = (file: string, ...more: string[]) =>
      runLine(['verify-railway', '--base-url', server.origin, '-f', `json=${file}`, ...more], {
        cwd,
        environment,
      });
    await look('earlier.json', '--only', 'dead-liveness');
    await look('later.json');
    const { stdout } = await runLine(['diff', 'earlier.json', 'later.json'], { cwd, environment });
    expect(stdout).toContain('\\u001b[2J');
    expect(stdout).not.toMatch(obeyed);
  } finally {
    await server.close();
    await rm(cwd, { recursive: true });
  }
});
