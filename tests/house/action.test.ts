import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { reportShape } from '../../src/checks/report.ts';
import { buildBinary, type Binary } from '../support/binary.ts';
import { startReferenceApi, type ReferenceApi } from '../support/reference-api.ts';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly run?: string;
}
interface Action {
  readonly inputs: Record<string, { readonly default: string }>;
  readonly outputs: Record<string, { readonly value: string }>;
  readonly runs: { readonly using: string; readonly steps: Step[] };
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;
const workflow = parse(readFileSync('docs/examples/github-workflow.yml', 'utf8')) as {
  readonly jobs: { readonly verify: { readonly steps: Step[] } };
};
const example = workflow.jobs.verify.steps.find(({ uses }) => uses?.includes('/facteur-qa@'));

/** `${{ inputs.a || env.B }}`: the first that is known and not empty, as the runner has it. */
const expand = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const names = expression.split('||').map((name) => name.trim());
    return names.map((name) => known[name] ?? '').find((value) => value !== '') ?? '';
  });

let directory: string;
let binary: Binary;
let healthy: ReferenceApi;
let broken: ReferenceApi;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa action '));
  [binary, healthy, broken] = await Promise.all([
    buildBinary(),
    startReferenceApi(),
    startReferenceApi({ faults: ['dead-worker'] }),
  ]);
  // What npx would fetch is the program that is built here; what it is asked for is written down.
  const npx = `#!/bin/sh\necho "$@" >> "$ASKED"\nshift 2\nexec "${process.execPath}" "${binary.path}" "$@"\n`;
  await mkdir(join(directory, 'bin'));
  await writeFile(join(directory, 'bin', 'npx'), npx, { mode: 0o755 });
});
afterAll(async () => {
  await Promise.all([healthy.close(), broken.close(), binary.remove()]);
  await rm(directory, { recursive: true });
});

/**
 * Runs the steps of the action as a runner does: one shell each, inputs by expression, files for what it
 * says.
 */
async function runAction(given: Readonly<Record<string, string>>) {
  const place = await mkdtemp(join(directory, 'run '));
  const file = async (name: string): Promise<string> => {
    await writeFile(join(place, name), '');
    return join(place, name);
  };
  const [asked, output, summary] = await Promise.all(['asked', 'output', 'summary'].map(file));
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, given[name] ?? input.default]),
  );
  const known = { ...inputs, 'runner.temp': place, 'github.action': 'qa' };
  let code = 0;
  let said = '';
  for (const { run = '', env = {} } of action.runs.steps) {
    const variables = Object.entries(env).map(([name, value]) => [name, expand(value, known)]);
    // The runner's own line for `shell: bash`.
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: place,
      env: {
        PATH: `${join(directory, 'bin')}:${process.env['PATH']}`,
        ASKED: asked,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        QA_STATE_DIR: join(place, 'state'),
        ...Object.fromEntries(variables),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    [code] = (await once(child, 'close')) as [number];
  }
  const read = (path = ''): Promise<string> => readFile(path, 'utf8');
  const lines = (await read(output)).trim().split('\n');
  const told = Object.fromEntries(
    lines.map((line) => [`steps.qa.outputs.${line.replace(/=.*/, '')}`, line.replace(/^.*?=/, '')]),
  );
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, expand(value, told)]),
  );
  return { code, said, outputs, summary: await read(summary), asked: await read(asked) };
}

it('is used by the example as it is declared', () => {
  expect(action.runs.using).toBe('composite');
  expect(Object.keys(action.inputs)).toEqual(
    expect.arrayContaining(Object.keys(example?.with ?? { none: '' })),
  );
  const used = JSON.stringify(workflow).matchAll(/steps\.qa\.outputs\.([a-z-]+)/g);
  expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining([...used].map(([, name]) => name)));
});

it('no input becomes a part of the script', () => {
  for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
});

it('runs the command line of the example on a healthy API, green', async () => {
  const given = { ...example?.with, 'base-url': healthy.baseUrl, token: healthy.token };
  const { code, said, outputs, summary, asked } = await runAction(given);
  expect([code, outputs['exit-code']]).toEqual([0, '0']);
  expect(asked).toContain(`--yes facteur-qa@latest ${example?.with?.['command']} --format github`);
  expect(summary).toMatch(/^## ✔ /);
  expect(summary).toContain('qa verify-railway');
  expect(said).not.toMatch(/^::error/m);
  const report = reportShape.parse(JSON.parse(await readFile(outputs['report'] ?? '', 'utf8')));
  expect(report.exitCode).toBe(0);
  expect(said.startsWith(`::add-mask::${healthy.token}\n`)).toBe(true);
  expect(said.split(healthy.token)).toHaveLength(2);
});

it('annotates, summarises and fails where something is found, and still gives its files', async () => {
  const { code, said, outputs, summary } = await runAction({ 'base-url': broken.baseUrl });
  expect([code, outputs['exit-code']]).toEqual([1, '1']);
  expect(said).toMatch(/^::error title=dead-worker%3A/m);
  expect(summary).toContain('| error | dead-worker |');
  expect(await readFile(outputs['sarif'] ?? '', 'utf8')).toContain('"ruleId": "dead-worker"');
});

it('says what is wrong with a command line, and names no files', async () => {
  const { code, said, outputs } = await runAction({ command: 'verify-railwy', 'base-url': healthy.baseUrl });
  expect(code).toBe(2);
  expect(outputs).toEqual({ 'exit-code': '2', report: '', sarif: '' });
  expect(said).toContain('Did you mean "verify-railway"?');
});

it('keeps a word of the command that a shell would obey as a word', async () => {
  const command = 'verify-railway --only $(touch${IFS}obeyed);touch';
  const { code, said } = await runAction({ command, 'base-url': healthy.baseUrl });
  expect(code).toBe(2);
  expect(said).toContain('$(touch${IFS}obeyed);touch is not a check');
});
