// Draws what a terminal showed as SVG, light and dark: node scripts/terminal-picture.mjs PATH writes
// PATH-light.svg and PATH-dark.svg from the text and its colours (ANSI) on standard input. Without a path it
// makes the picture of README itself, from a real run of qa diagnose on an incident.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withDevServer } from './dev-server.mjs';

const ofReadme = fileURLToPath(new URL('../docs/pictures/diagnose', import.meta.url));
const incident = 'foreign-key-wrong-target';
const columns = 80;
/** Of a monospaced font: a column's width and a line's height, in pixels. */
const cell = { width: 7.8, height: 18, fontSize: 13 };
const margin = 16;

const themes = {
  light: {
    ground: '#ffffff',
    edge: '#d0d7de',
    text: '#1f2328',
    faint: '#59636e',
    31: '#c8161d',
    32: '#116329',
    33: '#7d4e00',
    34: '#0550ae',
    35: '#6e3fc3',
    36: '#0b5f73',
  },
  dark: {
    ground: '#0d1117',
    edge: '#3d444d',
    text: '#e6edf3',
    faint: '#9198a1',
    31: '#ff7b72',
    32: '#56d364',
    33: '#e3b341',
    34: '#79c0ff',
    35: '#d2a8ff',
    36: '#56d4dd',
  },
};

const [path] = process.argv.slice(2);
if (path === undefined) await draw(ofReadme, await diagnosis());
else await draw(path, await readAll(process.stdin));

/** What `qa diagnose` writes on a terminal, below the line that was typed. */
async function diagnosis() {
  return withDevServer(incident, async ({ run }) => {
    const { output } = await run(['diagnose', '--target', 'local', '--quiet'], {
      FORCE_COLOR: '1',
      COLUMNS: String(columns),
    });
    return `\u001b[2m$\u001b[22m qa diagnose\n${output}`;
  });
}

async function draw(path, shown) {
  const lines = shown.trimEnd().split('\n').flatMap(wrapped);
  await mkdir(dirname(path), { recursive: true });
  for (const [theme, colours] of Object.entries(themes)) {
    const file = `${path}-${theme}.svg`;
    const before = await readFile(file, 'utf8').catch(() => '');
    const after = picture(lines, colours);
    // Ports, times and counts differ in every run: for these alone nothing is written.
    if (withoutNumbers(before) !== withoutNumbers(after)) await writeFile(file, after);
  }
}

function withoutNumbers(svg) {
  return svg.replace(/\d+/g, '#').replace(/ +/g, ' ');
}

/** A line as runs of one style each: `{ text, colour, bold, faint }`. */
function runsOf(line) {
  const runs = [];
  let style = { colour: null, bold: false, faint: false };
  // Links (OSC 8) keep their text; of the other sequences, only colours and weights are drawn.
  for (const part of line
    .replace(/\u001b\]8;[^\u0007\u001b]*(\u0007|\u001b\\)/g, '')
    .split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      if (part !== '') runs.push({ text: part, ...style });
      continue;
    }
    for (const code of codes.split(';').map(Number)) {
      if (code === 0) style = { colour: null, bold: false, faint: false };
      else if (code === 1) style = { ...style, bold: true };
      else if (code === 2) style = { ...style, faint: true };
      else if (code === 22) style = { ...style, bold: false, faint: false };
      else if (code === 39) style = { ...style, colour: null };
      else if (code === 90) style = { ...style, faint: true };
      else if (code >= 31 && code <= 36) style = { ...style, colour: code };
      else if (code >= 91 && code <= 96) style = { ...style, colour: code - 60 };
    }
  }
  return runs;
}

/** As a terminal breaks what is wider than it is. */
function wrapped(line) {
  const rows = [[]];
  let width = 0;
  for (const run of runsOf(line)) {
    for (const letter of run.text) {
      if (width === columns) {
        rows.push([]);
        width = 0;
      }
      const row = rows.at(-1);
      const last = row.at(-1);
      if (last?.run === run) last.text += letter;
      else row.push({ run, text: letter, at: width });
      width += 1;
    }
  }
  return rows;
}

function picture(rows, colours) {
  const width = Math.ceil(columns * cell.width + 2 * margin);
  const height = rows.length * cell.height + 2 * margin;
  const drawn = rows.flatMap((row, nth) =>
    row
      .filter(({ text }) => text.trim() !== '')
      .map(({ run, text: whole, at: start }) => {
        const text = whole.trim();
        const at = start + whole.length - whole.trimStart().length;
        const x = (margin + at * cell.width).toFixed(1);
        const y = margin + (nth + 1) * cell.height - 5;
        const colour = run.colour === null ? (run.faint ? colours.faint : null) : colours[run.colour];
        const fill = colour === null ? '' : ` fill="${colour}"`;
        const weight = run.bold ? ' font-weight="600"' : '';
        // The length holds columns in line, whatever font is there.
        const length = ([...text].length * cell.width).toFixed(1);
        return `<text x="${x}" y="${y}" textLength="${length}"${fill}${weight}>${escaped(text)}</text>`;
      }),
  );
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" ' +
      `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" ` +
      `fill="${colours.ground}" stroke="${colours.edge}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" ` +
      `font-size="${cell.fontSize}" fill="${colours.text}">`,
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function escaped(text) {
  // Spaces in a row would be drawn as one.
  return text
    .replace(/  +/g, (spaces) => '\u00a0'.repeat(spaces.length))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
