import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const draw = (text: string): Readonly<Record<'light' | 'dark', string>> => {
  const directory = mkdtempSync(join(tmpdir(), 'qa picture '));
  try {
    const drawn = spawnSync(process.execPath, ['scripts/terminal-picture.mjs', join(directory, 'it')], {
      input: text,
      encoding: 'utf8',
    });
    expect(drawn).toMatchObject({ status: 0, stderr: '' });
    const read = (theme: string): string => readFileSync(join(directory, `it-${theme}.svg`), 'utf8');
    return { light: read('light'), dark: read('dark') };
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*)<\/text>/g)].map(([, text]) => text ?? '');

it('draws colours, weights and links of a terminal, light and dark', () => {
  const { light, dark } = draw(
    '\u001b[1mbold\u001b[22m \u001b[31mred <x> & y\u001b[39m \u001b]8;;https://a.example/\u001b\\link\u001b]8;;\u001b\\\n',
  );
  expect(texts(light)).toEqual(['bold', 'red &lt;x&gt; &amp; y', 'link']);
  expect(texts(dark)).toEqual(texts(light));
  expect(light).toMatch(/font-weight="600">bold</);
  const fills = [light, dark].map((svg) => / fill="(#\w+)">red/.exec(svg)?.[1]);
  expect(new Set(fills).size).toBe(2);
  expect(fills).not.toContain(undefined);
});

it('breaks lines where a terminal of 80 columns would, and keeps gaps', () => {
  const { light } = draw(`${'x'.repeat(81)}\na   b\n`);
  expect(texts(light)).toEqual(['x'.repeat(80), 'x', 'a\u00a0\u00a0\u00a0b']);
});

it.each(['light', 'dark'])('README shows what qa diagnose said of an incident, %s', (theme) => {
  expect(readFileSync('README.md', 'utf8')).toContain(`docs/pictures/diagnose-${theme}.svg`);
  const shown = texts(readFileSync(`docs/pictures/diagnose-${theme}.svg`, 'utf8')).join(' ');
  expect(shown).toContain('qa diagnose');
  expect(shown).toContain('The foreign key references another column than it should');
  expect(shown).toContain('qa repair-fk');
});
