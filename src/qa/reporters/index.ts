import type { Format } from './formats.ts';
import type { Reporter } from './reporter.ts';

/** Every format's reporter, loaded when asked for. */
export const reporters = {
  table: async () => (await import('./table.ts')).table,
  json: async () => (await import('./json.ts')).json,
  junit: async () => (await import('./junit.ts')).junit,
  tap: async () => (await import('./tap.ts')).tap,
  github: async () => (await import('./github.ts')).github,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html.ts')).html,
  prometheus: async () => (await import('./prometheus.ts')).prometheus,
  ctrf: async () => (await import('./ctrf.ts')).ctrf,
  nagios: async () => (await import('./nagios.ts')).nagios,
  sarif: async () => (await import('./sarif.ts')).sarif,
  mermaid: async () => (await import('./mermaid.ts')).mermaid,
  dot: async () => (await import('./dot.ts')).dot,
} satisfies Record<Format, () => Promise<Reporter>>;
