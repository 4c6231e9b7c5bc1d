import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtCheckout, type Checkout } from '../support/checkout.ts';

let checkout: Checkout;
let root: string;
let temporary: string;

beforeAll(async () => {
  checkout = await builtCheckout('qa demo of');
  root = checkout.root;
  temporary = join(root, 'temporary files');
  await mkdir(temporary);
});

afterAll(() => checkout.remove());

const demo = async (): Promise<{ readonly code: unknown; readonly text: string }> => {
  const child = spawn(process.execPath, [join(root, 'scripts', 'demo.mjs')], {
    cwd: root,
    // What a user has set for production must not reach the demo.
    env: {
      ...process.env,
      TMPDIR: temporary,
      QA_BASE_URL: 'https://api.example.com',
      PGHOST: 'nowhere.invalid',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, text };
};

it(
  'shows the incident, the sentence, the repair and the second look, and leaves nothing',
  { timeout: 180_000 },
  async () => {
    // The usual port may be taken, here by this test or by somebody else.
    const neighbour = createServer().listen(8080, '127.0.0.1');
    neighbour.on('error', () => undefined);
    const { code, text } = await demo();
    neighbour.close();
    expect(text).toMatch(/✖ .*foreign key references another column/i);
    expect(
      text
        .split('$ qa ')
        .slice(1)
        .map((part) => part.split(' ')[0]),
    ).toEqual(['dev', 'diagnose', 'repair-fk', 'diagnose']);
    expect(text).toMatch(/✔ [^✖]*Shown in \d+\.\d s/);
    expect(code).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  },
);

it('says what it did not show, and fails', { timeout: 180_000 }, async () => {
  const incident = join(root, 'fixtures', 'incidents', 'foreign-key-wrong-target');
  // The incident is a healthy one under a false name: the cause cannot be named.
  await rm(incident, { recursive: true });
  await cp(join(root, 'fixtures', 'incidents', 'healthy-january'), incident, { recursive: true });
  const { code, text } = await demo();
  expect(text).toMatch(/The demo did not show what it promised: qa diagnose/);
  expect(code).toBe(1);
  expect(await readdir(temporary)).toEqual([]);
});

it('says how to build where nothing is built', async () => {
  await rm(join(root, 'dist'), { recursive: true });
  const { code, text } = await demo();
  expect(text).toMatch(/npm run build/);
  expect(code).toBe(1);
});
