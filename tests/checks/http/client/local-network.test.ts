import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { stateOfLocalNetwork } from '../../../../src/checks/http/client/local-network.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const at = (address: string, internal: boolean) => ({
  address,
  internal,
  family: 'IPv4' as const,
  netmask: '',
  mac: '',
  cidr: null,
});
const lo = [at('127.0.0.1', true)];
const eth0 = [at('192.0.2.7', false)];
const failed = (...codes: readonly string[]) =>
  codes.map((code) => ({ failure: { layer: 'tcp' as const, code, message: code } }));

describe('what this machine has', () => {
  it.each([
    ['api.example', { lo }, ['ENOTFOUND'], 'down'],
    ['api.example', { lo, eth0 }, ['ENOTFOUND'], 'up'],
    ['api.example', { lo, eth0: [at('fe80::1', false)] }, ['ENOTFOUND'], 'down'],
    ['api.example', { lo, eth0 }, ['ENETUNREACH', 'ENETUNREACH'], 'down'],
    ['api.example', { lo, eth0 }, ['ENETUNREACH', 'ECONNREFUSED'], 'up'],
    ['127.0.0.1', { lo }, ['ECONNREFUSED'], 'up'],
    ['localhost', {}, ['ECONNREFUSED'], 'down'],
  ])('%s with %j after %j: %s', async (host, interfaces, codes, state) => {
    expect(await stateOfLocalNetwork(host, failed(...codes), { interfaces })).toBe(state);
  });
});

describe('the resolver, where a look-up failed for no reason of the name', () => {
  /** A name server that answers every question with this RCODE (RFC 1035 section 4.1.1). */
  async function answering(rcode: number): Promise<string> {
    const socket = createSocket('udp4');
    socket.on('message', (question, { address, port }) => {
      const answer = Buffer.from(question);
      answer.writeUInt16BE(0x8180 | rcode, 2);
      socket.send(answer, port, address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    closing.push(() => socket.close());
    return `127.0.0.1:${socket.address().port}`;
  }
  const ask = (resolver: string) =>
    stateOfLocalNetwork('api.example', failed('EAI_AGAIN', 'EAI_AGAIN'), {
      interfaces: { lo, eth0 },
      resolvers: [resolver],
    });

  it.each([
    [0, 'up'],
    [3, 'up'],
    [5, 'up'],
    [2, 'down'],
  ])('answers with code %i: %s', async (rcode, state) => {
    expect(await ask(await answering(rcode))).toBe(state);
  });

  it('is not there', async () => {
    const address = await answering(0);
    await closing.pop()?.();
    expect(await ask(address)).toBe('down');
  });
});
