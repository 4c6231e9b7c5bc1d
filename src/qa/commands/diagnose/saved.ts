import type { Report } from '../../../checks/report.ts';
import { UsageError } from '../../command.ts';
import type { Options } from './options.ts';
import type { Evidence } from '../../../checks/evidence.ts';
import { keys } from '../../../checks/foreign-keys/index.ts';
import { journey, listsBefore, profile } from '../../../checks/mute/index.ts';

/**
 * Of saved evidence what causes read, where it has the probe's shape; what another version wrote is left out.
 */
export function readEvidence(saved: Readonly<Record<string, unknown>>): Evidence {
  const read = <Name extends keyof Evidence>(
    name: Name,
    probe: { readonly shape: { safeParse: (value: unknown) => { success: boolean; data?: Evidence[Name] } } },
  ): Evidence => {
    const parsed = probe.shape.safeParse(saved[name]);
    return parsed.success ? { [name]: parsed.data } : {};
  };
  return {
    ...read('keys', keys),
    ...read('profile', profile),
    ...read('journey', journey),
    ...read('snapshot', listsBefore),
  };
}

/** Options that say where, or how, to look; saved reports were looked at already. */
const looking = [
  'token-file',
  'base-url',
  'versions-dir',
  'expect-commit',
  'expect',
  'orphans',
  'observe',
  'log',
  'header',
  'ca-file',
  'cert',
  'key',
  'insecure',
  'resolve',
  'rate',
] as const;

/** Throws {@link UsageError} for what would be ignored: it may be a report that lacks its `--from`. */
export function requireOnlyReports(options: Options): void {
  if (options.token !== undefined) {
    // It is not quoted: it may be a token after all.
    throw new UsageError(
      '--from contacts nothing, so a token is of no use: give each report a --from of its own.',
    );
  }
  const [ignored] = looking.filter((name) => options[name] !== undefined && options[name] !== false);
  if (ignored !== undefined) {
    throw new UsageError(`--from contacts nothing, so --${ignored} would be ignored: leave one of them out.`);
  }
}

/** The one target of several saved reports. Throws {@link UsageError} where they are of two. */
export function savedTarget(reports: readonly Pick<Report, 'target'>[]): Report['target'] {
  const [first, ...others] = reports;
  if (first === undefined) throw new UsageError('--from takes the file of a saved JSON report.');
  const other = others.find(
    ({ target }) =>
      target.baseUrl !== null && first.target.baseUrl !== null && target.baseUrl !== first.target.baseUrl,
  );
  if (other !== undefined) {
    throw new UsageError(
      `The reports are of two APIs, ${first.target.baseUrl} and ${other.target.baseUrl}: a cause is ` +
        'looked for in one.',
    );
  }
  return {
    ...first.target,
    baseUrl: reports.find((each) => each.target.baseUrl !== null)?.target.baseUrl ?? null,
    database: reports.find((each) => each.target.database !== null)?.target.database ?? null,
  };
}
