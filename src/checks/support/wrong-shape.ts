import type * as z from 'zod/mini';

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** What is wrong with a part of a JSON or YAML file, as a predicate: `should be a list, and is a text`. */
export function wrongShape(issue: z.core.$ZodIssue, json: unknown): string {
  const given = issue.path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    json,
  );
  switch (issue.code) {
    case 'invalid_type':
      return `should be ${nouns[issue.expected] ?? issue.expected}, and is ${kindOf(given)}`;
    case 'invalid_value':
      return `should be one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `has the unknown key "${issue.keys[0]}"`;
    case 'too_small':
      return typeof given === 'number' ? `should be at least ${issue.minimum}` : 'should not be empty';
    default:
      return `is wrong: ${issue.message}`;
  }
}

/** Where it stands: `targets[0].baseUrl`; null for the whole. */
export function placeOf({ path }: z.core.$ZodIssue): string | null {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || null;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return nouns[typeof value] ?? typeof value;
}
