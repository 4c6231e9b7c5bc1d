import { defineCheck } from '../check.ts';
import { exampleInForce, exampleSetting, exampleStartup } from './examples/evidence.ts';
import { levelText, shortForMigrations } from './in-force/short-for-migrations.ts';
import { timeLiteral, timeText } from './in-force/setting.ts';
import { lostOptions } from './pooler/lost-options.ts';
import { inForce } from './probes/in-force.ts';
import { startupOptions, type StartupOptions } from './probes/startup-options.ts';
import { setAt } from './remedies/statements.ts';

export const roleTimeout = defineCheck({
  code: 'role-timeout',
  title: 'A role or database setting is shorter than a migration needs',
  severity: 'warning',
  why:
    'It holds for every client whose own wish does not arrive: the migration is cancelled in the ' +
    'middle, though its connection string asks for more.',
  remedy:
    'Give the role what a migration needs and let the app ask for less, or run migrations as a role of ' +
    'their own; it holds for new connections.',
  needs: { inForce, startupOptions },
  judge: ({ inForce: seen, startupOptions: asked }) =>
    shortForMigrations(seen).map(({ name, level, givenMs, wantedMs, levels }) => ({
      subject: name,
      message:
        `${name} is ${timeText(givenMs)} for ${levelText(level, seen)}, and a migration needs ` +
        `${timeText(wantedMs)}. ${overriding(asked, name)}`,
      facts: { name, level, givenMs, wantedMs, levels, arrives: arrives(asked, name) },
      sql: [setAt(level, seen, name, timeLiteral(wantedMs))],
    })),
  examples: {
    healthy: { inForce: exampleInForce(), startupOptions: exampleStartup() },
    broken: {
      inForce: exampleInForce([
        exampleSetting('statement_timeout', '5000', 'user', [{ level: 'role', value: '5s' }]),
      ]),
      startupOptions: exampleStartup({ got: { statement_timeout: 5000 } }),
    },
  },
});

/** In which ways a client's own wish for this setting comes through. */
function arrives({ asked, ways }: StartupOptions, name: string): string[] {
  return ways
    .filter(
      (way) =>
        way.outcome === 'accepted' &&
        name in asked &&
        !lostOptions(asked, way).some((lost) => lost.name === name),
    )
    .map(({ way }) => way);
}

/** What overrides what, through this connection. */
function overriding(seen: StartupOptions, name: string): string {
  if (!(name in seen.asked)) return 'SET LOCAL in the transaction overrides it.';
  return arrives(seen, name).length > 0
    ? 'A client that asks at start-up overrides it here; one that does not is cancelled.'
    : 'It overrides what a client asks for at start-up, which does not arrive here; only SET goes before it.';
}
