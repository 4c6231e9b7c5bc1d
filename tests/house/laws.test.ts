import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { expect, it } from 'vitest';

interface Source {
  readonly path: string;
  readonly text: string;
  /** What it imports: paths from the project's root, and packages by name. */
  readonly imports: readonly string[];
}

const importLine = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

const files = (directory: string): Source[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = join(directory, name);
      const text = readFileSync(path, 'utf8');
      const named = [...text.matchAll(importLine)].map(([, specifier = '']) => specifier);
      return {
        path,
        text,
        imports: named.map((specifier) =>
          specifier.startsWith('.') ? normalize(join(path, '..', specifier)) : specifier,
        ),
      };
    });

const source = files('src');
const all = [...source, ...files('tests'), ...files('bench')];

/** Every import, as `file → imported`, of the files that `who` accepts to what `what` accepts. */
const trespasses = (who: (path: string) => boolean, what: (imported: string) => boolean): string[] =>
  source
    .filter(({ path }) => who(path))
    .flatMap(({ path, imports }) => imports.filter(what).map((imported) => `${path} → ${imported}`));

const within =
  (...directories: string[]) =>
  (path: string) =>
    directories.some((directory) => path.startsWith(`${directory}/`));
/**
 * Into a subject's folder, and not to its `index.ts`; what stands at the top of `checks`, and its small
 * tools, are for all.
 */
const isPastADoor = (path: string): boolean =>
  /^src\/checks\/[^/]+\//.test(path) && !/^src\/checks\/([^/]+\/index|support\/[^/]+)\.ts$/.test(path);
const isTheWorld = (name: string): boolean =>
  /^(pg|undici|node:(net|tls|http|https|dns|child_process|fs))(\/|$)/.test(name);
const reachesTheWorld = (path: string): boolean =>
  /^src\/checks\/(.+\/)?(probes|client|session|apply)\//.test(path);

it.each<[string, string[]]>([
  [
    'the checks know neither command line nor reference API',
    trespasses(within('src/checks'), within('src/qa', 'src/api')),
  ],
  [
    'the checks know no console',
    trespasses(within('src/checks'), (name) => ['yargs', 'cli-table3'].includes(name)),
  ],
  [
    'the patient shares nothing with the doctor',
    trespasses(within('src/api'), within('src/qa', 'src/checks')),
  ],
  ['the command line enters a subject by its door', trespasses(within('src/qa'), isPastADoor)],
  [
    'only qa dev starts the reference API',
    trespasses((path) => within('src/qa')(path) && !within('src/qa/commands/dev')(path), within('src/api')),
  ],
  ['src stands without its tests', trespasses(() => true, within('tests', 'fixtures', 'bench', 'scripts'))],
  [
    'only probes and their tools reach the world',
    trespasses((path) => within('src/checks')(path) && !reachesTheWorld(path), isTheWorld),
  ],
  [
    'the command line reaches databases and APIs through the checks',
    trespasses(within('src/qa'), (name) => /^(pg|undici)(\/|$)/.test(name)),
  ],
  [
    'what starts with every command uses zod/mini',
    trespasses(
      (path) => within('src/checks', 'src/qa')(path) && path !== 'src/qa/target/config-schema.ts',
      (name) => name === 'zod',
    ),
  ],
])('%s', (_, found) => expect(found).toEqual([]));

it('imports go round in no circle', () => {
  const importsOf = new Map(
    source.map(({ path, imports }) => [path, imports.filter((name) => name.startsWith('src/'))]),
  );
  const settled = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (trail.includes(path) || settled.has(path)) return;
    for (const imported of importsOf.get(path) ?? []) visit(imported, [...trail, path]);
    settled.add(path);
  };
  for (const path of importsOf.keys()) visit(path, []);
  expect(circles).toEqual([]);
});

it('no source file is longer than 250 lines, and no test than 500', () => {
  const most = (path: string): number => (path.startsWith('tests/') ? 500 : 250);
  const long = all.filter(({ path, text }) => text.split('\n').length > most(path) + 1);
  expect(long.map(({ path }) => path)).toEqual([]);
});

it('only main.ts and the embedded database touch the process, and nothing a console', () => {
  const allowed = (path: string): boolean =>
    path === 'src/qa/main.ts' || path.startsWith('src/api/database/');
  const touches = source.filter(
    ({ path, text }) =>
      !allowed(path) &&
      /(?<![\w.'"/])(process\.(?=[a-z]+\b[.([])|console\.\w+\()/.test(
        text.replace(/\/\/.*|\/\*[^]*?\*\//g, ''),
      ),
  );
  expect(touches.map(({ path }) => path)).toEqual([]);
});

it('what a terminal obeys is written in one place of the command line', () => {
  const raw = source.filter(
    ({ path, text }) => within('src/qa')(path) && /\\u001b(?!\[2J`)|\\x1b|\\e\[/.test(text),
  );
  expect(raw.map(({ path }) => path)).toEqual(['src/qa/output/terminal-controls.ts']);
});

it('nothing is left for later, switched off or forced', () => {
  const marks = new RegExp(
    [
      'TO' + 'DO',
      'FIX' + 'ME',
      '@ts-' + 'ignore',
      '@ts-' + 'nocheck',
      '\\b(it|test|describe)\\.' + '(skip|only|todo)\\b',
    ].join('|'),
  );
  expect(all.filter(({ text }) => marks.test(text)).map(({ path }) => path)).toEqual([]);
});

it('tests are named `it`', () => {
  const named = all.filter(({ text }) => /^import \{[^}]*\btest\b[^}]*\} from 'vitest';/m.test(text));
  expect(named.map(({ path }) => path)).toEqual([]);
});

it('every file is named in kebab-case', () => {
  expect(
    all
      .filter(({ path }) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.(test|sql|d))?\.ts$/.test(path))
      .map(({ path }) => path),
  ).toEqual([]);
});

/** What a test expects to the letter, or runs as a program of its own, may be one wide line. */
const isLiteral = (line: string): boolean => /^\s*(?:[\w ]+[:=] ?)?(?:['"`/]|String\.raw)/.test(line);

it('no line is wider than 110 columns, but for literals of tests', () => {
  const wide = all.flatMap(({ path, text }) => {
    let inTemplate = false;
    return text.split('\n').flatMap((line, index) => {
      const literal = path.startsWith('tests/') && (inTemplate || isLiteral(line));
      if ((line.match(/(?<!\\)`/g)?.length ?? 0) % 2 === 1) inTemplate = !inTemplate;
      return line.length > 110 && !literal ? [`${path}:${index + 1}`] : [];
    });
  });
  expect(wide).toEqual([]);
});

it('every script that an installation would run is allowed or refused by name', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  const asking = Object.entries(packages).flatMap(([place, { hasInstallScript }]) =>
    hasInstallScript ? [place.replace(/^.*node_modules\//, '')] : [],
  );
  // npm warns of the others today, and runs none of them tomorrow.
  expect(Object.keys(allowScripts).toSorted()).toEqual([...new Set(asking)].toSorted());
});
