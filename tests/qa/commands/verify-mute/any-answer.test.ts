import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reportShape } from '../../../../src/checks/report.ts';
import { canaryToken, spellingsIn, spellingsOf } from '../../../support/canary.ts';
import { runLine } from '../../../support/command-line.ts';
import { answer, startHostileServer } from '../../../support/hostile-server.ts';

const token = canaryToken();

/** Values that stand where the API's own would, and worse. */
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('sport', ' Sport ', '', token, ...spellingsOf(token).slice(0, 12)),
  fc.integer(),
  fc.constantFrom(null, true, false, {}, []),
);
const list = fc.oneof(fc.array(leaf, { maxLength: 4 }), leaf);
const preferences = fc.record(
  {
    muted_sources: list,
    muted_themes: list,
    muted_topics: list,
    muted_content_types: list,
    hide_paid_content: leaf,
    hide_non_fr_sources: leaf,
    language_filter_user_set: leaf,
    message: leaf,
    source_id: leaf,
    detail: fc.oneof(leaf, list),
    status: leaf,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  { weight: 4, arbitrary: preferences.map((value) => JSON.stringify(value)) },
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    `<html>${token}</html>`,
    `Traceback (most recent call last): ${token}`,
    'OK',
  ),
);
const one = fc.record({
  status: fc.oneof(
    { weight: 3, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 204, 301, 304, 400, 401, 403, 404, 405, 409, 422, 500, 501, 502, 503, 599),
  ),
  body,
  type: fc.constantFrom(
    'application/json',
    'text/html',
    'text/plain',
    'application/json; charset=utf-16',
    '',
  ),
  header: fc.constantFrom(
    'x-railway-fallback: true',
    'x-railway-request-id: r1',
    `location: https://elsewhere.example/${token}`,
    `x-echo: ${token}`,
    'access-control-allow-origin: *',
    'content-encoding: gzip',
    'connection: close',
  ),
  /** How it ends: whole, cut off, or not at all. */
  end: fc.oneof({ weight: 9, arbitrary: fc.constant('whole') }, fc.constantFrom('cut', 'reset', 'hang')),
});

it(
  'whatever is answered, in whatever order: the run ends with a report, never throws, never shows ' +
    'the token',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'any-answer-'));
    let run = 0;
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(one, { minLength: 1, maxLength: 12 }),
          preferences,
          fc.boolean(),
          async (answers, lists, kind) => {
            let asked = 0;
            const server = await startHostileServer((socket, { method, path, bearer }) => {
              const {
                status,
                body: text,
                type,
                header,
                end,
              } = answers[(asked += 1) % answers.length] ?? expect.unreachable();
              // Half of the servers let the run in, so that it comes to its mutes.
              if (kind && method === 'GET' && path.endsWith('/') && bearer === token && asked < 30) {
                return answer(
                  socket,
                  '200 OK',
                  { 'content-type': 'application/json' },
                  JSON.stringify({
                    muted_sources: [],
                    muted_themes: [],
                    muted_topics: [],
                    muted_content_types: [],
                    ...lists,
                  }),
                );
              }
              if (end === 'hang') return;
              if (end === 'reset') return void socket.resetAndDestroy();
              const bytes = status === 204 || status === 304 ? '' : text;
              const [name = '', value = ''] = header.split(/: /);
              if (end === 'cut')
                return void socket.end(
                  `HTTP/1.1 ${status} ${token}\r\ncontent-type: ` +
                    `${type}\r\n${header}\r\ncontent-length: ` +
                    `${Buffer.byteLength(bytes) + 9}\r\n\r\n${bytes}`,
                );
              answer(socket, `${status} ${token}`, { 'content-type': type, [name]: value }, bytes);
            });
            // Of its own, so that no journal of another run changes this one.
            const state = join(directory, String((run += 1)));
            try {
              const { code, stdout, stderr } = await runLine(
                [
                  'verify-mute',
                  '-',
                  '--base-url',
                  server.origin,
                  '--timeout',
                  '60ms',
                  '--deadline',
                  '600ms',
                  '--format',
                  'json',
                  '--format',
                  `table=${join(directory, 'table')}`,
                ],
                { stdin: token, environment: { QA_STATE_DIR: state }, cwd: directory },
              );
              const report = reportShape.parse(JSON.parse(stdout));
              expect([0, 1, 3, 4, 5]).toContain(code);
              expect(report.exitCode).toBe(code);
              expect(
                report.verdicts.filter(({ reason }) => reason?.startsWith('this check itself failed')),
              ).toEqual([]);
              expect(stderr).not.toContain('mistake of qa');
              const files = await Promise.all(
                (await readdir(state)).map((file) => readFile(join(state, file), 'utf8')),
              );
              expect(
                spellingsIn(token, [
                  stdout,
                  stderr,
                  await readFile(join(directory, 'table'), 'utf8'),
                  ...files,
                ]),
              ).toEqual([]);
            } finally {
              await server.close();
            }
          },
        ),
        { numRuns: Number(process.env['QA_PROPERTY_RUNS'] ?? 20) },
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  },
);
