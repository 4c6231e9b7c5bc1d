// Writes the files of a new check, which fail until they are filled: npm run new-check -- SUBJECT CODE [ROOT]
import { access, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const [subject, code, root = '.'] = process.argv.slice(2);
const checks = resolve(root, 'src', 'checks');
const known = (await readdir(checks, { withFileTypes: true })).filter((entry) => entry.isDirectory());
const subjects = [];
for (const { name } of known) {
  const door = await readFile(join(checks, name, 'index.ts'), 'utf8').catch(() => '');
  if (/Checks = \[/.test(door)) subjects.push(name);
}

if (!subjects.includes(subject) || !/^[a-z]+(-[a-z]+)+$/.test(code ?? '')) {
  console.error(
    'usage: npm run new-check -- SUBJECT CODE, such as: npm run new-check -- foreign-keys empty-table\n' +
      `SUBJECT is one of ${subjects.join(', ')}; CODE is a noun for the failing state, in lower case with ` +
      'hyphens.',
  );
  process.exit(2);
}
const file = join(checks, subject, `${code}.ts`);
if (
  await access(file).then(
    () => true,
    () => false,
  )
) {
  console.error(`${file} is there already: choose another code, or edit that file.`);
  process.exit(2);
}

const name = code.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const probe = await firstProbe();
await writeFile(
  file,
  `import { defineCheck } from '../check.ts';
import { ${probe.name} } from './probes/${probe.file}';

export const ${name} = defineCheck({
  code: '${code}',
  title: '',
  severity: 'warning',
  why: '',
  remedy: '',
  needs: { ${probe.name} },
  // Pure: from the evidence to what is wrong about each subject. An empty list says that all is well.
  judge: () => [],
  // Evidence on which it is clear, and evidence on which it finds something; see ${subject}/examples.
  examples: {
    healthy: { ${probe.name}: undefined as never },
    broken: { ${probe.name}: undefined as never },
  },
});
`,
);

const door = join(checks, subject, 'index.ts');
const before = await readFile(door, 'utf8');
const listed = before.replace(/(Checks = \[[^\]]*?),?\s*\](\s*as const)/, `$1, ${name}]$2`);
await writeFile(door, `import { ${name} } from './${code}.ts';\n${listed}`);
const judged = 'npx vitest run tests/checks/examples.test.ts';
console.log(`Written: ${file}, and a line in ${door}. Now, until ${judged} is green:
  1. fill title, why and remedy, the judge, and the two examples;
  2. provoke it: a scenario, a fault of the reference API or an incident, and the remedy that cures it;
  3. npx oxfmt src && npm run docs, which lists it in the documentation.`);

/** A probe that the subject's checks use already: the new one most likely does, too. */
async function firstProbe() {
  for (const each of await readdir(join(checks, subject))) {
    const text =
      each.endsWith('.ts') && each !== 'index.ts' ? await readFile(join(checks, subject, each), 'utf8') : '';
    const [, probeName, probeFile] = /import \{ (\w+) \} from '\.\/probes\/([\w-]+\.ts)'/.exec(text) ?? [];
    if (probeFile !== undefined) return { name: probeName, file: probeFile };
  }
  throw new Error(`No check of ${subject} uses a probe of its own.`);
}
