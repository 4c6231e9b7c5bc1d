/**
 * Words that reports and statements are made of: of codes, of keys in the report, of SQL, of schemas and
 * tables as they are usually called. Who chose one of them for a password did not choose a secret, and a
 * report without them would tell nothing: it is masked where a secret stands, and nowhere else.
 */
const words = new Set(
  `
a accepted access act action address addresses admin advice after again age ahead alembic algorithm
allow alone alter ambiguous analyze answer answered answers api app appends application applied arow
articles aside asked assumed at attempts authenticated authorization autovacuum backend bad base because
before begin block blocked body broken building but by bypass byte bytes cache cached canary
candidates capacity carry cascade cause caused certificate chain check checks child classification
cleanup clear client clock code collation column columns command comment commit complete composite
confirmed conflicting connected connection connections consecutive constraint content contradicting
cors count counts create created credentials curl customers cut cycle damage database date ddl dead
deadlocks decide default deferrable deferred definition definitions degraded delay delayed delete
departures depends deployment detail details development diagnosis directories disabled dns do down
dropped duplicate duplicated duration edge elsewhere email endpoint enforced environment equal error
errors estimated events evidence exchange exchanges excluded existed exit expectation expectations
expected expired expires expiring explains exposed facteur facts fail failed failing failure
families family faults files findings finds fingerprint fires first fk flags flapping for force
foreign forged found fresh from gateway gid got grant granted grantees groups had headers headline heads
health healthcheck healthy heirs hidden holders holds host http hypotheses id idle in incomplete
inconclusive index indexed indexes info inherited initially input insecure insert inspect inspected
instance instances internals invalid is issued issuer issues journey json key keys kind known label
labels layer leaked leaking leave left level levels limit limited line lines lingering lists
liveness local location lock locks log long looked looks lookup lost malformed match max message
method methods migration migrations milliseconds mismatch missing mixed mode ms multiple mute name
names needed network nondeterministic not now null nullable nulls observation observed obstructed of on
only open operations options orders origin orphan orphans other out outcome over overflow
overlapping own paged parent partitioned partitions partly path pending percent period
personalization phases pid place plain platform pointer policy pool pooler port possible postgres
postgresql predicate preferences preflight prepared primary privileges probe probes production profiles
proxy public query queue quoted race railway rate read readiness readings reads ready reason
redirected reference references refusal refusals refused rejected relapses relation relations
release remedy remote renamed repair request requests reserved response restarting restarts restrict
revision revisions revoke risky role roles rollback routes rows run sampled samples saturated scan
schema schemas scheme scope searched seconds seen select selected server service sessions set
setting settings severity shape shard shown signing since size skew skipped slash slow slug snapshot
software source sources split sql stage staging stale standby start started startup state statement
status step steps stopped stored subject supabase superuser table tables target targets tcp text the
theme themes timeout title tls to token tool topic topics total traffic transaction tried tries
trigger triggers truncated twice type unavailable unbranched unconfirmed uncounted uncovered undo
undone unenforced unexpected unindexed unique uniques unknown unmatched unmute unnormalised unproven
unreachable unread unreadable unsafe unset untried untrusted unvalidated unyielding update upgrade
upgrades uptime url user users uses valid validate validated value values variant verdicts verify
version versions violation wait waiting waits walks wanted warn warning way ways what where window
worker would write wrong
`
    .trim()
    .split(/\s+/),
);

/** `public`, `user_profiles`, `foreign-key`: made of such words alone, in whatever case. */
export function isVocabulary(value: string): boolean {
  return value
    .toLowerCase()
    .split(/[-_.]/)
    .every((part) => words.has(part));
}
