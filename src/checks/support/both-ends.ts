/** The beginning and the end of a text that is too long: what matters may stand at either. */
export function bothEnds(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 3) / 2);
  return `${text.slice(0, half)} … ${text.slice(text.length - half)}`;
}
