import { styleText } from 'node:util';
import { toAscii } from '../../output/ascii.ts';
import { link } from '../../output/terminal-controls.ts';
import { wrapText } from '../../output/wrap-text.ts';
import type { ReportStyle } from '../reporter.ts';

export type Ink = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Prose is not read well beyond this, however wide the terminal is. */
const widest = 80;

/** How text is laid out in one place. */
export interface Page {
  /** Columns of prose. */
  readonly width: number;
  readonly ink: (ink: Ink, text: string) => string;
  /** A code, as a link to what is written of it where the terminal can show one. */
  readonly code: (code: string) => string;
  /** Lines of prose, set in by so many columns; those behind the first by `more` further ones. */
  readonly prose: (text: string, indent?: number, more?: number) => string[];
}

export function pageOf(style: Pick<ReportStyle, 'columns' | 'colour' | 'ascii' | 'links'>): Page {
  const width = Math.min(Math.max(style.columns, 20), widest);
  return {
    width,
    ink: (ink, text) => (style.colour ? styleText(ink, text, { validateStream: false }) : text),
    code: (code) => (style.links ? link(`${style.links}#${code}`, code) : code),
    prose: (text, indent = 0, more = 0) =>
      wrapText(style.ascii ? toAscii(text) : text, Math.max(width - indent - more, 10)).map((line, index) =>
        `${' '.repeat(indent + (index === 0 ? 0 : more))}${line}`.trimEnd(),
      ),
  };
}
