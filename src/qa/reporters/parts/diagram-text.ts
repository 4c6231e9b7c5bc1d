/** Of lines and boxes by what was found; they show on light and dark ground. */
export const severityColours = { error: '#c62828', warning: '#b26a00', info: '#1565c0' } as const;

/**
 * Text in a box of a Mermaid flowchart, which has no escape, decodes `#code;` when it draws, and reads tags.
 */
export function mermaidText(text: string): string {
  return text.replace(/["%#\\<>&`|[\]\u0000-\u001f]/g, (character) => `#${character.codePointAt(0)};`);
}

/**
 * A quoted string of the DOT language: backslashes start escapes such as \N (the node's name), so they are
 * doubled.
 */
export function dotString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
