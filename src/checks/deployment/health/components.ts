import { isBag, ownState, plainKey, type Bag } from './own-state.ts';
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

/** As deep as anybody nests them: Spring's `components.db.components.primary.status`. */
const deepest = 5;

/** Names of what an application depends on: a word beside one of them is its state. */
const dependencies = [
  'db|databases?|postgres(ql)?|sql|mysql|mongo(db)?|supabase',
  'redis|valkey|caches?|queues?|brokers?|rabbitmq|kafka',
  'storage|s3|disk|search|elasticsearch|opensearch',
  'auth|workers?|scheduler|smtp|mail',
];
const stateWords = 'status|state|connection|health|connected|reachable|available|healthy|ready|alive|ok|up';
const dependency = new RegExp(`^(${dependencies.join('|')})(_?(${stateWords}))?$`);

/** What holds the states of whatever was checked, by any name. */
const containerNames = [
  'checks?|health_?checks?|components?|services?|dependencies|deps|details|entries',
  'results?|subsystems|connections|resources|info|error',
];
const containers = new RegExp(`^(${containerNames.join('|')})$`);

/** What holds settings: that something is switched off there is no failure. */
const settings = /^(features?|feature_flags|flags|config(uration)?|settings|options|build|meta(data)?)$/;

/**
 * The components of a health body, whatever form it has: those of terminus (`details`, `error`), Spring
 * (`components`), health+json (`checks`, lists of entries), ASP.NET (`entries`, `results`), and of whoever
 * made up their own. The body's own state is not among them.
 */
export function componentsOf(body: Bag): Component[] {
  const found: Component[] = [];
  const visit = (bag: Bag, trail: readonly string[], isContainer: boolean): void => {
    for (const [key, value] of Object.entries(bag)) {
      const plain = plainKey(key);
      const isChecked = isContainer || dependency.test(plain);
      if (typeof value === 'string' || typeof value === 'boolean') {
        const state = isChecked && !isReason(plain) ? stateOfWord(String(value)) : null;
        if (state !== null)
          found.push({ name: [...trail, key].join('.'), state, says: String(value).slice(0, 200), type: '' });
        continue;
      }
      if (settings.test(plain)) continue;
      for (const inner of Array.isArray(value) ? value : [value]) {
        if (!isBag(inner) || trail.length >= deepest) continue;
        const own = [...trail, nameOf(inner) ?? key];
        const holdsChecks = containers.test(plain);
        const component = readComponent(inner, own.join('.'), isChecked || Array.isArray(value));
        if (component !== null) found.push(component);
        visit(inner, own, holdsChecks && !Array.isArray(value));
      }
    }
  };
  visit(body, [], false);
  return found;
}

/** What says why stands for no component of its own. */
function isReason(key: string): boolean {
  return /^(message|msg|output|error|description|reason|name|version|time|timestamp)$/.test(key);
}

function readComponent(bag: Bag, name: string, isChecked: boolean): Component | null {
  const own = ownState(bag, isChecked);
  if (own === null || own.state === null) return null;
  const reason = [bag['message'], bag['output'], bag['error'], bag['description']].find(
    (each) => typeof each === 'string' && each !== '' && !own.says.includes(each),
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
  const name = bag['name'] ?? bag['key'] ?? bag['component'] ?? bag['Name'] ?? bag['CheckID'];
  return typeof name === 'string' ? name.slice(0, 100) : null;
}
