import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runLine } from '../support/command-line.ts';

interface Pod {
  readonly restartPolicy: string;
  readonly securityContext: { readonly runAsNonRoot: boolean };
  readonly containers: readonly {
    readonly command?: string[];
    readonly args: string[];
    readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
  }[];
}
interface Job {
  readonly completions?: number;
  readonly completionMode?: string;
  readonly backoffLimit: number;
  readonly template: { readonly spec: Pod };
}

const read = (name: string): string => readFileSync(join('docs/examples', name), 'utf8');
const cron = parse(read('kubernetes-cronjob.yaml')) as {
  readonly spec: { readonly jobTemplate: { readonly spec: Job } };
};
const fleet = parse(read('kubernetes-fleet-job.yaml')) as { readonly spec: Job };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa schedules '));
  await writeFile(join(directory, 'tini'), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });
  await writeFile(join(directory, 'qa'), '#!/bin/sh\nfor word; do echo "$word"; done\n', { mode: 0o755 });
});
afterAll(() => rm(directory, { recursive: true }));

/** The words with which qa is started, where that is left to other programs. */
const started = (words: readonly string[], variables: Record<string, string> = {}): string[] => {
  const [command = '', ...rest] = words;
  const env = { PATH: `${directory}:${process.env['PATH']}`, ...variables };
  const { stdout, status } = spawnSync(command, rest, { encoding: 'utf8', env });
  expect(status).toBe(0);
  return stdout.trim().split('\n');
};

it.each<[string, Job]>([
  ['CronJob', cron.spec.jobTemplate.spec],
  ['indexed Job', fleet.spec],
])(
  'the %s runs without rights, and does not look again for another answer',
  (_, { backoffLimit, template }) => {
    expect(backoffLimit).toBe(0);
    expect(template.spec).toMatchObject({ restartPolicy: 'Never', securityContext: { runAsNonRoot: true } });
    expect(template.spec.containers[0]?.securityContext.readOnlyRootFilesystem).toBe(true);
  },
);

it("the CronJob's command line is one that qa takes", async () => {
  const args = cron.spec.jobTemplate.spec.template.spec.containers[0]?.args ?? [];
  const environment = { QA_BASE_URL: 'http://127.0.0.1:1', PATH: '' };
  const { code, stderr } = await runLine(
    args.map((word) => word.replace('pushgateway.monitoring:9091', '127.0.0.1:1')),
    { environment },
  );
  expect([code, stderr]).toEqual([1, expect.stringContaining('could not be pushed')]);
});

describe('the indexed Job', () => {
  const { completions = 0, completionMode, template } = fleet.spec;
  const { command = [], args = [] } = template.spec.containers[0] ?? {};

  it('takes every part of the list once', async () => {
    expect(completionMode).toBe('Indexed');
    const shards = Array.from({ length: completions }, (_, index) => {
      const words = started([...command, ...args], { JOB_COMPLETION_INDEX: String(index) });
      expect(words.at(-1)).toBe(`/reports/${index}.json`);
      return words[words.indexOf('--shard') + 1];
    });
    expect(shards).toEqual(Array.from({ length: completions }, (_, index) => `${index + 1}/${completions}`));
  });

  it('starts qa with a command line that it takes', async () => {
    const words = started([...command, ...args], { JOB_COMPLETION_INDEX: '2' });
    const here = words.map((word) => word.replace('/etc/qa/', `${resolve('docs/examples')}/`));
    const { code, stdout } = await runLine([...here, '--dry-run']);
    expect([code, stdout]).toEqual([
      0,
      'north-database: qa inspect-fk --only wrong-target,orphan-rows at its database\n',
    ]);
  });
});

it("Railway's cron starts a command line that qa takes, and does not restart it", async () => {
  const { deploy } = JSON.parse(read('railway.json')) as { readonly deploy: Record<string, string> };
  expect(deploy['restartPolicyType']).toBe('NEVER');
  expect(deploy['cronSchedule']).toMatch(/^\S+( \S+){4}$/);
  const words = started((deploy['startCommand'] ?? '').split(' '));
  const { code } = await runLine(words, { environment: { QA_BASE_URL: 'http://127.0.0.1:1', PATH: '' } });
  expect(code).toBe(1);
});
