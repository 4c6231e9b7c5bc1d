import { isOwnCommand } from '../../output/own-command.ts';

/** A screen that nobody has to scroll. */
const height = 24;

/** What gives way first where it is too much, and to how many lines; what is not named here stays whole. */
const shortened: readonly (readonly [title: string, lines: number])[] = [
  ['excluded', 3],
  ['and also', 2],
  ['why', 5],
  ['excluded', 1],
  ['explains', 2],
  ['beside it', 1],
  ['found', 1],
  ['possible', 2],
  ['why', 2],
  ['seen', 2],
  ['explains', 1],
  ['Left out', 1],
  ['and also', 1],
];

/** Lines with a title, the lines set in below it belonging to it, in so many lines as a screen has. Pure. */
export function oneScreen(lines: readonly string[]): string[] {
  const sections: string[][] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    if (last === undefined || /^\S/.test(line)) sections.push([line]);
    else last.push(line);
  }
  for (const [title, least] of shortened) {
    for (const [at, section] of sections.entries()) {
      const excess = sections.flat().length - height;
      if (excess > 0 && section[0]?.startsWith(title) === true)
        sections[at] = cut(section, Math.max(least, section.length - excess));
    }
  }
  return sections.flat();
}

/** The first lines, with a mark where more was said; a command is never what is cut. */
function cut(section: readonly string[], length: number): string[] {
  if (section.length <= length) return [...section];
  const kept = section.slice(0, length);
  const commands = section.slice(length).filter((line) => isOwnCommand(line.trim()));
  const last = kept.pop() ?? '';
  return [...kept, isOwnCommand(last.trim()) ? last : `${last.slice(0, 78).trimEnd()} …`, ...commands];
}
