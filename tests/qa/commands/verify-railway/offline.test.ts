import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { buildBinary, type Binary } from '../../../support/binary.ts';

/** A network namespace of its own is a machine whose cable is out. */
const unshare = ['--map-root-user', '--net', '--'];
/** An interface with an address of its own network and nobody at the other end. */
const wire =
  'ip link set lo up; ip link add wire type veth peer name far; ip link set far up; ip address add ' +
  '192.0.2.7/24 dev wire; ip link set wire up';
const able = spawnSync('unshare', [...unshare, 'sh', '-e', '-c', wire]).status === 0;

describe('a machine without network accuses nobody', () => {
  if (!able) {
    it(
      'is not tested here: unshare --net and ip are needed (apt-get install util-linux iproute2, ' +
        'and user namespaces)',
      () => {
        process.stderr.write(
          'Network namespaces are not available: verify-railway on a machine without network was not ' +
            'tested.\n',
        );
      },
    );
    return;
  }
  let binary: Binary;
  beforeAll(async () => void (binary = await buildBinary()));
  afterAll(() => binary.remove());

  const verify = (prepare: string, origin: string, ...more: readonly string[]) => {
    const script = `${prepare}; exec "$0" "$@"`;
    const { status, stdout } = spawnSync(
      'unshare',
      [
        ...unshare,
        'sh',
        '-e',
        '-c',
        script,
        process.execPath,
        binary.path,
        'verify-railway',
        '--base-url',
        origin,
        '--format',
        'json',
        ...more,
      ],
      {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '' },
      },
    );
    return { status, verdicts: (JSON.parse(stdout) as Report).verdicts };
  };

  it.each([
    ['no interface is up', 'true', 'https://api.example', /EAI_AGAIN|ENOTFOUND/],
    ['an address, and no way out', wire, 'https://198.51.100.9', /ENETUNREACH/],
    ['an address, and no resolver', wire, 'https://api.example', /EAI_AGAIN/],
  ])('%s', (_what, prepare, origin, why) => {
    const { status, verdicts } = verify(prepare, origin, '--timeout', '5s');
    expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
    expect(verdicts.filter((verdict) => verdict.status === 'clear')).toEqual([]);
    expect(verdicts.find(({ check }) => check === 'unreachable-api')).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/^this machine has no network, or no way out of it/),
    });
    expect(verdicts.find(({ check }) => check === 'unreachable-api')?.reason).toMatch(why);
    expect(status).toBe(3);
  });

  it('but an address on its own network that takes no connection is one', () => {
    const { status, verdicts } = verify(
      `${wire}; ip neighbour add 192.0.2.99 lladdr 02:00:00:00:00:01 dev wire`,
      'https://192.0.2.99',
      '--timeout',
      '500ms',
    );
    expect(verdicts.flatMap(({ findings }) => findings)).toMatchObject([
      {
        code: 'unreachable-api',
        facts: { layer: 'timeout', code: 'ETIMEDOUT' },
        remedy: { advice: expect.stringContaining('takes or refuses a connection') },
      },
    ]);
    expect(status).toBe(1);
  });
});
