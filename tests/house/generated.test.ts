import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as full from 'zod';
import * as z from 'zod/mini';
import { catalogue, subjects } from '../../src/checks/catalogue.ts';
import { causes } from '../../src/checks/causes/index.ts';
import type { Check } from '../../src/checks/check.ts';
import { reportShape } from '../../src/checks/report.ts';
import { commands } from '../../src/qa/commands/index.ts';
import { configSchema } from '../../src/qa/target/config-schema.ts';
import { formats } from '../../src/qa/reporters/formats.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** What a terminal's links lead to: a code that stands in two subjects is explained by the first. */
const anchored = new Set<string>();
const anchor = (code: string): string => {
  if (anchored.has(code)) return '';
  anchored.add(code);
  return `<a id="${code}"></a>`;
};

const checksTable = ({
  subject,
  commands: runBy,
  checks,
}: {
  readonly subject: string;
  readonly commands: readonly string[];
  readonly checks: readonly Check[];
}): string => {
  const rows = checks.map(
    ({ code, severity, title }) =>
      `| ${anchor(code)}\`${code}\` | ${severity ?? 'unknown'} | ${cell(title)} |`,
  );
  return [
    `## ${subject}: ${runBy.map((name) => `\`qa ${name}\``).join(', ')}`,
    '',
    '| code | severity | found when |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
};

/** What stands between `<!-- name… -->` and `<!-- /name -->` gives way to `content`. */
const withSection = (text: string, name: string, content: string): string =>
  text.replace(
    new RegExp(`(<!-- ${name}:[^>]*-->)[^]*?(<!-- /${name} -->)`),
    (_, before: string, after: string) => before + content + after,
  );

// `npm run docs` runs these tests with --update, which writes what they expect.

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

// What each document holds between `<!-- name: … -->` and `<!-- /name -->`.
const generated = [
  {
    file: 'docs/commands.md',
    name: 'commands',
    content: `\n${table(
      ['command', 'does'],
      commands.map(({ usage, summary }) => [`\`qa ${usage}\``, summary]),
    )}\n`,
  },
  {
    file: 'docs/formats.md',
    name: 'formats',
    content: `\n${formats.map((format) => `- \`${format}\``).join('\n')}\n`,
  },
  { file: 'docs/checks.md', name: 'checks', content: `\n${subjects.map(checksTable).join('\n\n')}\n` },
  {
    file: 'docs/diagnose.md',
    name: 'causes',
    content: `\n${table(
      ['cause', 'what is wrong', 'what to do'],
      causes.map(({ code, title, remedy }) => [`\`${code}\``, title, remedy]),
    )}\n`,
  },
] as const;

it.each(generated)('$file lists the $name', async ({ file, name, content }) => {
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(new RegExp(`<!-- ${name}:[^>]*-->[^]*<!-- /${name} -->`));
  await expect(withSection(text, name, content)).toMatchFileSnapshot(`../../${file}`);
});

it('every code that a terminal links has one anchor to lead to', () => {
  const text = readFileSync('docs/checks.md', 'utf8');
  const codes = [...new Set(catalogue.map(({ check }) => check.code))];
  expect([...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id)).toEqual(codes);
});

it('the report is published as JSON Schema', async () => {
  const schema = { title: 'Report of facteur-qa, schema 1', ...z.toJSONSchema(reportShape) };
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../schema/report.schema.json');
});

it('the configuration is published as JSON Schema', async () => {
  const schema = {
    title: 'qa.config.json of facteur-qa',
    ...full.toJSONSchema(configSchema, { io: 'input' }),
  };
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../schema/config.schema.json');
});
