import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Markdown document of the project, taken apart. */
export interface Document {
  readonly path: string;
  readonly lines: readonly string[];
  /** Command lines of its `sh` blocks, in order: continued lines joined, comments taken off. */
  readonly commands: readonly string[];
  /** Its example of qa.config.json, or null. */
  readonly config: string | null;
  /** Inline code, outside of blocks. */
  readonly spans: readonly string[];
  /** Where its links and pictures lead. */
  readonly links: readonly string[];
  /** Anchors of its headings, as GitHub makes them, and those that are written. */
  readonly anchors: readonly string[];
}

export function readDocuments(): Document[] {
  const below = readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((path) => join('docs', path));
  return [...readdirSync('.'), ...below]
    .filter((path) => path.endsWith('.md'))
    .toSorted()
    .map(readDocument);
}

function readDocument(path: string): Document {
  const text = readFileSync(path, 'utf8');
  const prose = text.replace(/^ *```\w*\n[^]*?^ *```$/gm, '');
  return {
    path,
    lines: text.split('\n'),
    commands: [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block]) => commandsOf(block ?? '')),
    config: /^```json\n([^]*?"targets"[^]*?)^```$/m.exec(text)?.[1] ?? null,
    // Of a table, too: there a pipe in code is written with a backslash.
    spans: [...prose.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, code]) =>
      (code ?? '').replaceAll('\\|', '|').replace(/\s+/g, ' '),
    ),
    links: [
      ...[...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? ''),
      ...[...prose.matchAll(/\b(?:src|srcset|href)="([^"\s]+)"/g)].map(([, link]) => link ?? ''),
    ],
    anchors: [
      ...[...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id ?? ''),
      ...[...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
        (heading ?? '')
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
      ),
    ],
  };
}

function commandsOf(block: string): string[] {
  return block
    .replace(/\\\n/g, ' ')
    .replace(/\|\n/g, '| ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .filter((line) => line !== '');
}
