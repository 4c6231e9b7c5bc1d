/** A name as PostgreSQL keeps it: it cuts longer ones at 63 bytes, between letters, with a mere notice. */
export function keptName(name: string): string {
  const bytes = new TextEncoder().encode(name);
  // An incomplete letter at the end decodes as nothing.
  return bytes.length <= 63 ? name : new TextDecoder().decode(bytes.subarray(0, 63), { stream: true });
}
