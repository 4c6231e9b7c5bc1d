import { stateOfWord } from './words.ts';

interface PlainReading {
  readonly form: 'lightship' | 'plain';
  readonly state: 'good' | 'bad';
  readonly says: string;
}

/** lightship answers plain text (its README, "Behaviour"). */
const lightshipStates: Readonly<Record<string, 'good' | 'bad'>> = {
  SERVER_IS_READY: 'good',
  SERVER_IS_NOT_SHUTTING_DOWN: 'good',
  SERVER_IS_NOT_READY: 'bad',
  SERVER_IS_SHUTTING_DOWN: 'bad',
};

/** Characters of a body that is but a word. */
const longestWord = 40;

/** `status: down` in YAML, `<status>DOWN</status>` in XML. */
const fields = [
  /^\s*["']?(?:status|state|health)["']?\s*[:=]\s*["']?([^"'\n,]{1,80})/im,
  /<(?:status|state|health)>\s*([^<]{1,80})<\//i,
];

/**
 * What a text says: a word (ASP.NET's `Unhealthy`, lightship's, or just `OK`), Kubernetes' list of checks, or
 * a status in YAML or XML. Null for a web page, and for what says nothing.
 */
export function readPlain(text: string): PlainReading | null {
  const says = text.trim();
  const lightship = lightshipStates[says];
  if (lightship !== undefined) return { form: 'lightship', state: lightship, says };
  if (/^<(!doctype|html)/i.test(says)) return null;
  const failed = /^\[-\].*$/m.exec(says)?.[0];
  if (failed !== undefined) return { form: 'plain', state: 'bad', says: failed.slice(0, 200) };
  if (/^\[\+\]/.test(says)) return { form: 'plain', state: 'good', says: says.split('\n')[0] ?? says };
  const isWord = says.length <= longestWord && !/[{[<\n]/.test(says);
  const told = isWord ? says : (fields.map((field) => field.exec(says)?.[1]?.trim()).find(Boolean) ?? '');
  const state = stateOfWord(told);
  return state === null || /^(true|false)$/i.test(told) ? null : { form: 'plain', state, says: told };
}
