import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/qa/commands/index.ts';
import { builtCheckout, type Checkout } from '../support/checkout.ts';
import { runLine } from '../support/command-line.ts';
import { startDev, type RunningDev } from '../support/dev-server.ts';
import { runInShell, type RanLine } from '../support/document-shell.ts';
import { readDocuments } from '../support/markdown.ts';

const documents = readDocuments();
const named = (path: string) => {
  const document = documents.find((each) => each.path === path);
  if (document === undefined) throw new Error(`There is no ${path}`);
  return document;
};

/** A span that is a whole command line: nothing in it stands for something else. */
const isComplete = (span: string): boolean =>
  /^qa [a-z-]+ \S/.test(span) && !/…|\[|<|\b[A-Z]{3,}\b/.test(span.replace(/"[^"]*"/g, ''));

describe('form', () => {
  it('README answers within 150 lines of 110 columns', () => {
    const { lines } = named('README.md');
    expect(lines.length - 1).toBeLessThanOrEqual(150);
    expect(lines.filter((line) => line.length > 110)).toEqual([]);
  });

  it.each(documents)('$path has no line over 110 columns, but for tables', ({ lines }) => {
    expect(lines.filter((line) => line.length > 110 && !line.startsWith('|'))).toEqual([]);
  });

  it.each(documents.filter(({ links }) => links.length > 0))(
    '$path: every link leads somewhere',
    ({ path, links, anchors }) => {
      const broken = links.filter((link) => {
        if (/^https?:/.test(link)) return false;
        const [file = '', anchor] = link.split('#');
        const to = relative('.', join(dirname(path), file));
        const there = file === '' ? anchors : documents.find((each) => each.path === to)?.anchors;
        return (file !== '' && !existsSync(to)) || (anchor !== undefined && !there?.includes(anchor));
      });
      expect(broken).toEqual([]);
    },
  );

  it('every document of docs is reached from README', () => {
    const reached = new Set(['README.md']);
    for (const path of reached)
      for (const link of named(path).links)
        if (/^(?!https?:)[^#]+\.md/.test(link))
          reached.add(relative('.', join(dirname(path), link.replace(/#.*/, ''))));
    expect(documents.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
  });

  it('the first lines of README do all set-up, and run on what a checkout has', () => {
    const { lines, commands: run } = named('README.md');
    expect(lines[0]).toBe('```sh');
    expect(run.slice(0, 2)).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
  });

  it('the French page has the commands of README', () => {
    const english = new Set(named('README.md').commands);
    const french = named('docs/fr.md').commands;
    expect(french.length).toBeGreaterThan(5);
    expect(french.filter((line) => !english.has(line))).toEqual([]);
  });
});

describe('inline code', () => {
  let flags: Map<string, ReadonlySet<string>>;
  beforeAll(async () => {
    flags = new Map(
      await Promise.all(
        commands.map(async ({ name }) => {
          const { stdout } = await runLine([name, '--help']);
          return [name, new Set(stdout.match(/--[a-z][\w-]*/g))] as const;
        }),
      ),
    );
  });

  it.each(documents.filter(({ path }) => path !== 'CHANGELOG.md'))(
    '$path: commands and their flags exist',
    ({ spans, path }) => {
      const every = new Set([...flags.values()].flatMap((some) => [...some]));
      const wrong = spans.filter((span) => {
        const [, command] = /^qa ([a-z-]+)\b/.exec(span) ?? [];
        // The recipes add a command and say so.
        if (command === 'hello' && path === 'CONTRIBUTING.md') return false;
        const known = command === undefined ? every : flags.get(command);
        if (known === undefined) return true;
        if (command === undefined && !span.startsWith('--')) return false;
        return (span.match(/(?<=^|\s)--[a-z][\w-]*/g) ?? []).some((flag) => !known.has(flag));
      });
      expect(wrong).toEqual([]);
    },
  );

  it.each(documents)('$path: npm has the scripts that it names', ({ spans }) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const asked = spans.flatMap((span) => /^npm run ([\w-]+)/.exec(span)?.[1] ?? []);
    expect(asked.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(documents)('$path: the files that it names are there', ({ spans, lines }) => {
    const paths = spans.filter((span) =>
      /^(src|tests|docs|scripts|bench|fixtures|schema)\/[\w./-]+$/.test(span),
    );
    // The recipes write these.
    const made = lines.flatMap((line) => /^<!-- [a-z ]+: (\S+) -->$/.exec(line)?.[1] ?? []);
    expect(paths.filter((path) => !existsSync(path) && !made.includes(path))).toEqual([]);
  });
});

describe('command lines', () => {
  let checkout: Checkout;
  let dev: RunningDev;
  let patient: { readonly baseUrl: string; readonly databaseUrl: string; readonly token: string };

  beforeAll(async () => {
    checkout = await builtCheckout('qa documents of');
    dev = await startDev('--incident', 'foreign-key-wrong-target');
    patient = JSON.parse(readFileSync(join(dev.cwd, '.qa', 'dev.json'), 'utf8')) as typeof patient;
  }, 120_000);

  afterAll(async () => {
    await dev?.stop();
    await checkout?.remove();
  });

  /** As the incident has it, whatever a document before has repaired. */
  const breakAgain = async (): Promise<void> => {
    const client = new pg.Client(patient.databaseUrl);
    await client.connect();
    await client.query(`alter table user_personalization
      drop constraint user_personalization_user_id_fkey,
      add constraint user_personalization_user_id_fkey
        foreign key (user_id) references user_profiles (id) on delete cascade not valid`);
    await client.end();
  };

  /** A document is wrong where a command line is: 2 of qa, 126 and 127 of the shell. */
  const expectRight = (ran: readonly RanLine[]): void => {
    const wrong = ran.filter(({ line, code, stderr }) =>
      /\bqa /.test(line) ? ![0, 1, 3].includes(code) || /mistake of qa itself/.test(stderr) : code !== 0,
    );
    expect(wrong).toEqual([]);
  };

  const hasCurl = spawnSync('curl', ['--version']).status === 0;
  if (!hasCurl) console.log('skipped: lines of documents that need curl, which is not installed');
  const runnable = documents
    .map(({ path, commands: all }) => ({
      path,
      lines: all.filter((line) => hasCurl || !line.startsWith('curl')),
    }))
    .filter(({ lines }) => lines.length > 0);

  it.each(runnable)(
    '$path: every command line works as it is pasted',
    { timeout: 240_000 },
    async ({ path, lines }) => {
      await breakAgain();
      const ran = await runInShell(lines, { checkout, patient });
      expectRight(ran);
      if (path !== 'README.md' && path !== 'docs/fr.md') return;
      const story = ran.filter(({ line }) => /^qa (diagnose|repair-fk)/.test(line));
      expect(story.map(({ code }) => code)).toEqual([1, 1, 0]);
      expect(story[0]?.stdout).toMatch(/^✖ .*foreign key references another column/i);
    },
  );

  it.each(documents.filter(({ spans }) => spans.some(isComplete)))(
    '$path: every whole command line in its text works',
    { timeout: 240_000 },
    async ({ spans, config }) => {
      const lines = [...new Set(spans.filter(isComplete))];
      const saved = 'qa inspect-fk --format json=report.json --quiet';
      expectRight(
        await runInShell([saved, ...lines], { checkout, patient, config }, { QA_BASE_URL: patient.baseUrl }),
      );
    },
  );
});
