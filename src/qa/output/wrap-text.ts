/**
 * Breaks text at spaces into lines of at most so many characters; a word longer than a line stands whole on a
 * line of its own, since a name or a command cut in two cannot be pasted.
 */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      // A sign before a sentence, such as a dash, does not stand on a line of its own.
      if (line.length > 1 && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}
