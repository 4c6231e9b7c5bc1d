import type * as z from 'zod/mini';

/**
 * How a JSON value differs from a documented shape, a line a difference: `muted_themes: expected array,
 * received string`.
 */
export function shapeIssues(shape: z.ZodMiniType, value: unknown): string[] {
  const { error } = shape.safeParse(value);
  return (error?.issues ?? []).map((issue) => {
    const name = issue.path.join('.') || '(body)';
    const received = typeOf(at(value, issue.path));
    switch (issue.code) {
      case 'invalid_type':
        return `${name}: expected ${issue.expected}, received ${received}`;
      case 'invalid_value':
        return (
          `${name}: expected ` +
          `${issue.values.map((allowed) => JSON.stringify(allowed)).join(' or ')}, received ` +
          `${received}`
        );
      case 'invalid_format':
        return `${name}: expected ${issue.format}, received ${received}`;
      default:
        return `${name}: ${issue.code.replaceAll('_', ' ')}`;
    }
  });
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
