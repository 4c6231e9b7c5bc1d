// Stands for npm, npx and docker where a document's command lines are run: it says whether they could do what
// they are asked for, and does not do it. Run from anywhere; the project is two directories above.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { scripts } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const [program, verb, ...rest] = process.argv.slice(2);

const known = {
  npm: {
    ci: rest.length === 0,
    link: rest.length === 0,
    pack: rest.length === 0,
    test: 'test' in scripts,
    run: rest[0] in scripts,
    install: rest[0] === '-g' && rest[1]?.startsWith('./facteur-qa-'),
  },
  // Images are built and run by a test of their own.
  docker: { run: rest.includes('facteur-qa'), build: true },
  npx: {
    vitest:
      rest[0] === 'run' &&
      rest.slice(1).every((word) => word.startsWith('-') || !word.includes('/') || existsSync(at(word))),
    oxfmt: true,
  },
};

if (!known[program]?.[verb]) {
  console.error(`${process.argv.slice(2).join(' ')}: nothing of this name is here`);
  process.exitCode = 2;
}
