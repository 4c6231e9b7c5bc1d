// Shows an incident from its beginning to its end: a broken API, the one sentence that names the cause, the
// repair, and the second look. On the reference API, a database of its own, and this machine alone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Interrupted, withDevServer } from './dev-server.mjs';

const incident = 'foreign-key-wrong-target';
const key = 'public.user_personalization.user_personalization_user_id_fkey';
const steps = [
  {
    title: '1. An API is broken: every mute fails, and every probe is green. What is it?',
    line: ['diagnose', '--target', 'local'],
    exitCode: 1,
    named: incident,
  },
  {
    title: '2. It is repaired as it would be in production, without an outage.',
    line: ['repair-fk', key, '--target', 'local', '--apply', '--yes'],
    exitCode: 0,
    named: null,
  },
  {
    title: '3. The second look: the same question again.',
    line: ['diagnose', '--target', 'local'],
    exitCode: 0,
    named: null,
  },
];

const began = Date.now();
const missing = [];
try {
  await withDevServer(incident, async ({ directory, run, said }) => {
    console.log(`$ qa dev --incident ${incident}`);
    console.log(shortened(said));
    for (const { title, line, exitCode, named } of steps) {
      console.log(`\n${title}\n\n$ qa ${line.join(' ')}`);
      const report = join(directory, 'report.json');
      const written = ['--format', 'table', '--format', `json=${report}`, '--quiet'];
      const ended = (await run([...line, ...written], {}, 'inherit')).exitCode;
      if (ended !== exitCode)
        missing.push(`qa ${line.join(' ')} should end with ${exitCode} and ended with ${ended}`);
      const cause = await causeIn(report);
      if (cause !== named)
        missing.push(`qa ${line.join(' ')} should name ${named ?? 'no cause'} and named ${cause ?? 'none'}`);
      if (missing.length > 0) break;
    }
  });
} catch (error) {
  if (error instanceof Interrupted) process.exit(130);
  missing.push(error.message);
}

if (missing.length === 0) {
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `\nShown in ${seconds} s: mutes fail, qa diagnose names the foreign key that references the wrong ` +
      'column,\n' +
      'qa repair-fk swaps it, and mutes work. Everything that was started is stopped, and nothing is left.',
  );
} else {
  console.error(`The demo did not show what it promised: ${missing.join('; ')}.`);
}
// Set and not called: what was written goes out first.
process.exitCode = missing.length === 0 ? 0 : 1;

/** The token is three lines long, and nobody reads it. */
function shortened(text) {
  const untilAdvice = text.split(/\n\s*\nTry, /)[0] ?? text;
  return untilAdvice.replace(/^(Token\s+\S{12})\S+/m, '$1…').trimEnd();
}

/** The first cause that the report names, or null. */
async function causeIn(file) {
  return JSON.parse(await readFile(file, 'utf8')).diagnosis?.cause ?? null;
}
