import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/checks/index.ts';
import { buildBinary, type Binary } from '../support/binary.ts';

/** A network namespace of its own is a machine whose cable is out. */
const unshare = ['--map-root-user', '--net', '--'];
const able = spawnSync('unshare', [...unshare, 'ip', 'link', 'set', 'lo', 'up']).status === 0;

describe('a machine without network accuses nobody', () => {
  if (!able) {
    it('is not tested here: unshare --net and ip are needed (apt-get install util-linux iproute2, and user namespaces)', () => {
      process.stderr.write('Network namespaces are not available: verify-railway on a machine without network was not tested.\n');
    });
    return;
  }
  let binary: Binary;
  beforeAll(async () => void (binary = await buildBinary()));
  afterAll(() => binary.remove());

  it.each([
    ['no interface is up', 'true', 'https://api.example'],
    ['an address, and no way out', 'ip link set lo up; ip link add wire type dummy; ip address add 192.0.2.7/24 dev wire; ip link set wire up', 'https://198.51.100.9'],
    ['an address, and no resolver', 'ip link set lo up; ip link add wire type dummy; ip address add 192.0.2.7/24 dev wire; ip link set wire up', 'https://api.example'],
  ])('%s', (_what, prepare, origin) => {
    const script = `${prepare}; exec "$0" "$@"`;
    const { status, stdout } = spawnSync('unshare', [...unshare, 'sh', '-c', script, process.execPath, binary.path, 'verify-railway', '--base-url', origin, '--timeout', '5s', '--format', 'json'], {
      encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '' },
    });
    const { verdicts } = JSON.parse(stdout) as Report;
    expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
    expect(verdicts.filter((verdict) => verdict.status === 'clear')).toEqual([]);
    expect(verdicts.find(({ check }) => check === 'unreachable-api')).toMatchObject({ status: 'unknown', reason: expect.stringMatching(/^this machine has no network, or no way out of it/) });
    expect(status).toBe(3);
  });
});
