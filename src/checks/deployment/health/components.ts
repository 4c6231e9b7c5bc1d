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

/** What an application runs on: whoever names one says yes or no of it, and not whether it is wanted. */
const backends = [
  'db|databases?|postgres(ql)?|sql|mysql|mariadb|sqlite|mongo(db)?|supabase|dynamodb|cassandra|clickhouse',
  'redis|valkey|memcached|rabbitmq|kafka|nats|s3|elasticsearch|opensearch|smtp',
].join('|');

/** What it may do without: a word beside one of them is its state, but `false` may switch it off. */
const parts = 'caches?|queues?|brokers?|storage|disk|search|auth|workers?|scheduler|mail';
const stateWords = 'connection|health|connected|reachable|available|healthy|ready|alive|ok|up';
const dependency = new RegExp(`^(${backends}|${parts})(_?(${stateWords}|status|state|backend))?$`);
const saysYesOrNo = new RegExp(`^((${backends})|(${backends}|${parts})_?(${stateWords}))$`);

/** What holds the states of whatever was checked, by any name. */
const checked = /^(checks?|health_?checks?|components?|services?|dependencies|deps|subsystems|connections)$/;

/** The same, beside much else that a body tells of itself. */
const reports = /^(details|entries|results?|resources|info|error)$/;

/** What had better say no, or says nothing of health either way. */
const switches = new RegExp(
  '^(debug|dev|development|test|testing|verbose|maintenance|maintenance_mode|read_?only|dry_run|beta|' +
    'ssl|tls|enabled|required|critical|optional|cached|leader|primary|standby|in_recovery|paused|locked|' +
    'stale|expired|timed_?out|throttled|overloaded|deprecated|degraded|down|draining|shutting_down|' +
    'failed|failing|errors?|unhealthy|saturated|full)$',
);

/** What holds settings: that something is switched off there is no failure. */
const settings = /^(features?|feature_flags|flags|config(uration)?|settings|options|build|meta(data)?)$/;

/**
 * The components of a health body, whatever form it has: those of terminus (`details`, `error`), Spring
 * (`components`), health+json (`checks`, lists of entries), ASP.NET (`entries`, `results`), and of whoever
 * made up their own. The body's own state is not among them.
 */
export function componentsOf(body: Bag): Component[] {
  const found: Component[] = [];
  const visit = (bag: Bag, trail: readonly string[], holder: Holder | null, isPart: boolean): void => {
    for (const [key, value] of Object.entries(bag)) {
      const plain = plainKey(key);
      const isChecked = holder !== null || dependency.test(plain);
      if (typeof value === 'string' || typeof value === 'boolean') {
        const counts = isYesOrNo(value) ? countsAsState(plain, holder) : isChecked && !isReason(plain);
        const state = counts ? stateOfWord(String(value)) : null;
        if (state !== null)
          found.push({ name: [...trail, key].join('.'), state, says: String(value).slice(0, 200), type: '' });
        continue;
      }
      if (settings.test(plain)) continue;
      for (const inner of Array.isArray(value) ? value : [value]) {
        if (!isBag(inner) || trail.length >= deepest) continue;
        const own = [...trail, nameOf(inner) ?? key];
        const component = readComponent(inner, own.join('.'), isChecked || Array.isArray(value));
        if (component !== null) found.push(component);
        visit(inner, own, Array.isArray(value) ? null : holderOf(plain, isPart), component !== null);
      }
    }
  };
  visit(body, [], null, false);
  return found;
}

/** What holds states: nothing but states, or states beside other things. */
type Holder = 'checks' | 'report';

/** What a part that says how it is tells besides are no parts of it. */
function holderOf(key: string, isOfPart: boolean): Holder | null {
  if (checked.test(key)) return 'checks';
  return reports.test(key) && !isOfPart ? 'report' : null;
}

function isYesOrNo(value: string | boolean): boolean {
  return typeof value === 'boolean' || /^(true|false)$/i.test(value);
}

/** Whether a yes or no beside this name is a state, and not a switch: `cache: false` may be as it should. */
function countsAsState(key: string, holder: Holder | null): boolean {
  return holder === 'checks' ? !switches.test(key) : saysYesOrNo.test(key);
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
