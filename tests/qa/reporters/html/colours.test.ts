import { describe, expect, it } from 'vitest';
import { palettes } from '../../../../src/qa/reporters/html/style/colours.ts';

/** As WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(Object.entries(palettes))('%s', (_, palette) => {
  it.each(['ink', 'quiet', 'error', 'warning', 'info', 'clear', 'unknown'] as const)(
    '%s is readable on page, cards and code',
    (text) => {
      for (const ground of ['back', 'card', 'code'] as const)
        expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('lines of drawings stand out', () => {
    expect(contrast(palette.stroke, palette.card)).toBeGreaterThanOrEqual(3);
  });
});
