/** The known word that was probably meant, or null when none is near: a third of its letters may differ. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: { word: string; distance: number } | null = null;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (
      distance <= Math.max(1, Math.floor(candidate.length / 3)) &&
      (best === null || distance < best.distance)
    ) {
      best = { word: candidate, distance };
    }
  }
  return best?.word ?? null;
}

/** ` Did you mean "x"?`, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  const parted = wordsWith(word, known);
  const all = parted.length > 0 && parted.length <= 4 ? parted : meant === null ? [] : [meant];
  if (all.length === 0) return '';
  const quoted = all.map((each) => `"${each}"`);
  return ` Did you mean ${[quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ')}?`;
}

/** Those that begin with the word, or hold it as a whole part: `fk` leads to `inspect-fk`. */
function wordsWith(word: string, known: readonly string[]): string[] {
  const part = word.toLowerCase().replace(/^-+/, '');
  if (part.length < 2) return [];
  return known.filter((candidate) => {
    const bare = candidate.toLowerCase().replace(/^-+/, '');
    return bare.startsWith(part) || bare.split(/[-_.]/).includes(part);
  });
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
