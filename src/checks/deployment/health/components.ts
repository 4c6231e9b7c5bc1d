import { stateOfWord } from './words.ts';

/** A part of the application that a health body speaks of. */
export interface Component {
  /** Where it stands: `services.database`. */
  readonly name: string;
  readonly state: 'good' | 'bad';
  /** Its own word, and the reason where it gives one. */
  readonly says: string;
  /** `datastore` and the like, where health+json names it. */
  readonly type: string;
}

type Bag = Readonly<Record<string, unknown>>;

/** As deep as anybody nests them: Spring's `components.db.components.primary.status`. */
const deepest = 5;

/** Names of what an application depends on: a word beside one of them is its state. */
const dependency =
  /^(db|databases?|postgres(ql)?|sql|mysql|mongo(db)?|redis|valkey|caches?|queues?|brokers?|rabbitmq|kafka|storage|s3|search|elasticsearch|opensearch|supabase|auth|workers?|scheduler|disk|smtp|mail)(_?(status|state|connection|health))?$/i;

/** Fields that hold a component's own state. */
const states = ['status', 'state', 'health'] as const;
const flags = ['ok', 'healthy', 'up', 'alive', 'ready', 'available', 'connected'] as const;

/**
 * The components of a health body, whatever form it has: those of terminus (`details`, `error`), Spring
 * (`components`), health+json (`checks`, lists of entries), ASP.NET (`entries`, `results`), and of whoever
 * made up their own. The body's own state is not among them.
 */
export function componentsOf(body: Bag): Component[] {
  const found: Component[] = [];
  const visit = (bag: Bag, trail: readonly string[]): void => {
    for (const [key, value] of Object.entries(bag)) {
      if (typeof value === 'string' || typeof value === 'boolean') {
        const state = dependency.test(key) ? stateOfWord(String(value)) : null;
        if (state !== null)
          found.push({ name: [...trail, key].join('.'), state, says: String(value), type: '' });
        continue;
      }
      for (const inner of Array.isArray(value) ? value : [value]) {
        if (!isBag(inner) || trail.length >= deepest) continue;
        const own = [...trail, nameOf(inner) ?? key];
        const component = readComponent(inner, own.join('.'));
        if (component !== null) found.push(component);
        visit(inner, own);
      }
    }
  };
  visit(body, []);
  return found;
}

/** What a body or a component says of itself: a word, or a flag. */
export function ownState(bag: Bag): { readonly state: 'good' | 'bad' | null; readonly says: string } | null {
  for (const key of states) {
    const said = bag[key];
    if (typeof said === 'string') return { state: stateOfWord(said), says: said };
  }
  for (const key of flags) {
    const said = bag[key];
    if (typeof said === 'boolean') return { state: said ? 'good' : 'bad', says: `${key}: ${said}` };
  }
  return null;
}

function readComponent(bag: Bag, name: string): Component | null {
  const own = ownState(bag);
  if (own === null || own.state === null) return null;
  const reason = [bag['message'], bag['output'], bag['error'], bag['description']].find(
    (each) => typeof each === 'string' && each !== '',
  );
  return {
    name,
    state: own.state,
    says: reason === undefined ? own.says : `${own.says}: ${String(reason)}`,
    type: typeof bag['componentType'] === 'string' ? bag['componentType'] : '',
  };
}

/** Lists name their entries inside. */
function nameOf(bag: Bag): string | null {
  const name = bag['name'] ?? bag['key'] ?? bag['component'];
  return typeof name === 'string' ? name.slice(0, 100) : null;
}

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
