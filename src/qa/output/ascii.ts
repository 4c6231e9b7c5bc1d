const drawn: readonly (readonly [RegExp, string])[] = [
  [/✔/g, '+'],
  [/✖/g, 'x'],
  [/[•·]/g, '*'],
  [/→/g, '->'],
  [/←/g, '<-'],
  [/…/g, '...'],
  [/[–—]/g, '-'],
  [/[“”„«»]/g, '"'],
  [/[‘’]/g, "'"],
  [/×/g, 'x'],
  [/≤/g, '<='],
  [/≥/g, '>='],
  [/[─━═]/g, '-'],
  [/[│┃║]/g, '|'],
  [/[┌┐└┘├┤┬┴┼╭╮╯╰]/g, '+'],
  [/[▁▂]/g, '_'],
  [/[▃▄]/g, '-'],
  [/[▅▆]/g, '='],
  [/[▇█]/g, '#'],
  [/[░▒]/g, '.'],
  [/\u00a0/g, ' '],
];

/**
 * The same text in ASCII alone: signs of ours by what they resemble, any other (a name may hold them) by its
 * number, since a name that lost a letter is another name.
 */
export function toAscii(text: string): string {
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  const plain = drawn.reduce((sofar, [sign, by]) => sofar.replace(sign, by), text);
  return plain.replace(
    /[^\u0000-\u007f]/gu,
    (sign) => `<U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}
