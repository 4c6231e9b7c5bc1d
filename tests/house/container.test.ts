import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runLine } from '../support/command-line.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
/** Each stage's instructions, in order. */
const stages = dockerfile
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split(/^(?=FROM )/m)
  .filter((stage) => stage.startsWith('FROM'))
  .map((stage) => stage.trim().split('\n').filter(Boolean));
const named = (name: string): string[] => stages.find(([from]) => from?.endsWith(` AS ${name}`)) ?? [];

describe('the Dockerfile', () => {
  it.each(['qa', 'dev'])('%s ends as an ordinary user, behind an init', (name) => {
    const stage = named(name);
    expect(stage[0]).toBe(`FROM base AS ${name}`);
    const user = stage.findIndex((line) => line === 'USER node');
    expect(user).toBeGreaterThan(0);
    expect(stage.slice(user).filter((line) => /^(RUN|COPY|ADD|USER root)/.test(line))).toEqual([]);
    expect(stage.find((line) => line.startsWith('ENTRYPOINT'))).toMatch(
      /^ENTRYPOINT \["\/usr\/bin\/tini", "--", /,
    );
  });

  it('is slim, pins what it stands on, fetches nothing but packages, and holds no secret', () => {
    for (const [from] of stages) expect(from).toMatch(/^FROM (node:\d+-bookworm-slim|base) AS [a-z]+$/);
    expect(dockerfile).not.toMatch(/^ADD |:latest|curl|wget|sudo|^(ARG|ENV) .*(TOKEN|PASSWORD|SECRET)/m);
    for (const line of stages.flat().filter((each) => each.includes('apt-get install')))
      expect(line).toMatch(/apt-get update && .*--no-install-recommends .*rm -rf \/var\/lib\/apt\/lists/);
    // One command and no service: there is nothing whose health could be asked for.
    expect(named('base')).toContain('HEALTHCHECK NONE');
    expect(stages.at(-1)?.[0]).toBe('FROM base AS qa');
  });

  const engine = spawnSync('docker', ['info'], { timeout: 10_000 });
  if (engine.status !== 0) {
    it('is not built here: no Docker engine answers', () => {
      process.stderr.write('No Docker engine answers here: the image was not built.\n');
    });
    return;
  }
  it('builds, and runs without rights on a file system that cannot be written', { timeout: 600_000 }, () => {
    const docker = (...words: string[]) => spawnSync('docker', words, { encoding: 'utf8' });
    const built = docker('build', '--quiet', '--tag', 'facteur-qa-test', '.');
    expect([built.status, built.stderr]).toEqual([0, expect.anything()]);
    const safe = [
      '--rm',
      '--read-only',
      '--cap-drop=ALL',
      '--security-opt=no-new-privileges',
      '--network=none',
    ];
    const help = docker('run', ...safe, 'facteur-qa-test');
    expect([help.status, help.stdout]).toEqual([0, expect.stringContaining('qa verify-railway')]);
    const looked = docker(
      'run',
      ...safe,
      'facteur-qa-test',
      'verify-railway',
      '--base-url',
      'http://127.0.0.1:1',
    );
    expect(looked.status).toBe(1);
    expect(docker('run', ...safe, '--entrypoint', 'id', 'facteur-qa-test', '--user').stdout.trim()).toBe(
      '1000',
    );
  });
});

interface Service {
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: string[];
  readonly image?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: string[];
  readonly security_opt?: string[];
}

describe('the compose file', () => {
  const { services } = parse(readFileSync('docs/examples/compose.yaml', 'utf8')) as {
    readonly services: Record<string, Service>;
  };

  it('builds stages that there are, and gives them no right to spare', () => {
    const ours = Object.values(services).filter(({ build }) => build !== undefined);
    expect(ours).toHaveLength(2);
    for (const { build, read_only, cap_drop, security_opt } of ours) {
      expect(named(build?.target ?? '')).not.toEqual([]);
      expect({ read_only, cap_drop, security_opt }).toEqual({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    }
  });

  it.each(['api', 'qa'])('%s is started with a command line that qa knows', async (name) => {
    // Whatever follows, an unknown word or option ends with 2.
    const { code } = await runLine([...(services[name]?.command ?? ['none']), '--help']);
    expect(code).toBe(0);
  });
});
