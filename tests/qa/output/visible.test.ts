import { describe, expect, it } from 'vitest';
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
