/** By day and by night; text of each stands out from cards and code at 4.5 to 1 at least. */
export const palettes = {
  light: {
    back: '#f4f6f8',
    card: '#ffffff',
    ink: '#1d2125',
    quiet: '#565e67',
    line: '#d7dce2',
    code: '#eff2f5',
    error: '#b4232a',
    warning: '#855400',
    info: '#1259b5',
    clear: '#176b42',
    unknown: '#6247aa',
    stroke: '#7d8791',
  },
  dark: {
    back: '#111417',
    card: '#1a1e22',
    ink: '#e6e9ec',
    quiet: '#a3abb4',
    line: '#343a41',
    code: '#252a30',
    error: '#ff8f8f',
    warning: '#f0b95a',
    info: '#7db4ff',
    clear: '#5cc98d',
    unknown: '#bda6ff',
    stroke: '#87919b',
  },
} as const;

const phases = `
  --dns: #9aa5b1;
  --tcp: #d59b3a;
  --tls: #a57bd0;
  --wait: #3f83d6;
  --rest: #58a888;
  --lost: #d5545a;`;

function declared(palette: Readonly<Record<string, string>>): string {
  return Object.entries(palette)
    .map(([name, colour]) => `\n  --${name}: ${colour};`)
    .join('');
}

export const colours = `
:root {
  color-scheme: light dark;${declared(palettes.light)}${phases}
}
@media screen and (prefers-color-scheme: dark) {
  :root {${declared(palettes.dark)}
  }
}
.error { --tone: var(--error); }
.warning { --tone: var(--warning); }
.info { --tone: var(--info); }
.clear { --tone: var(--clear); }
.expected { --tone: var(--clear); }
.unknown { --tone: var(--unknown); }
.skipped { --tone: var(--quiet); }
`;
