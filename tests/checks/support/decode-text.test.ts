import { expect, it } from 'vitest';
import { decodeText } from '../../../src/checks/support/decode-text.ts';

const text = 'une clé,\r\nune autre\r\n';
const little = Buffer.from(`\ufeff${text}`, 'utf16le');

it.each([
  ['UTF-8 without a mark', Buffer.from(text)],
  ['UTF-8 behind a mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, low byte first', little],
  ['UTF-16, high byte first', Buffer.from(little).swap16()],
])('%s is read as what it is', (_, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

it('what is no text at all is still read', () => {
  expect(decodeText(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
  expect(decodeText(Buffer.alloc(0))).toBe('');
  // Half a mark is none.
  expect(decodeText(Buffer.from([0xff, 0x61]))).toBe('\ufffda');
  expect(decodeText(Buffer.from([0x61, 0xfe]))).toBe('a\ufffd');
  expect(decodeText(Buffer.from([0xfe, 0x61]))).toBe('\ufffda');
  expect(decodeText(Buffer.from([0x61, 0xff]))).toBe('a\ufffd');
});
