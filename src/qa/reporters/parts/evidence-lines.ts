import type { Report } from '../../../checks/report.ts';

/** Lines for people by what they tell of; none where a report holds no such evidence. */
export type EvidenceLines = Readonly<Record<keyof typeof writers, readonly string[]>>;

interface Writer {
  readonly tells: (report: Report) => boolean;
  readonly load: () => Promise<(report: Report) => readonly string[]>;
}

/** Each brings its subject's words with it, so it is loaded only for a report that holds its evidence. */
const writers = {
  latency: {
    tells: hasEvidence('latency', 'observation'),
    load: async () => (await import('./latency-lines.ts')).latencyLines,
  },
  startLog: {
    tells: hasEvidence('startLog'),
    load: async () => (await import('./start-log-lines.ts')).startLogLines,
  },
  migrations: {
    tells: hasEvidence('code', 'versionTable'),
    load: async () => (await import('./migration-lines.ts')).migrationLines,
  },
  locks: {
    tells: hasEvidence('locks', 'would-block'),
    load: async () => (await import('./lock-lines.ts')).lockLines,
  },
  session: {
    tells: ({ command }) => command === 'inspect-sessions',
    load: async () => (await import('./session-lines.ts')).sessionLines,
  },
} satisfies Record<string, Writer>;

/** What a report's evidence says in lines of its own. */
export async function evidenceLines(report: Report): Promise<EvidenceLines> {
  const { latency, startLog, migrations, locks, session } = writers;
  return {
    latency: await written(latency, report),
    startLog: await written(startLog, report),
    migrations: await written(migrations, report),
    locks: await written(locks, report),
    session: await written(session, report),
  };
}

/** Whether a report holds what one of these probes saw. */
function hasEvidence(...probes: readonly string[]): Writer['tells'] {
  return ({ evidence }) => probes.some((probe) => probe in evidence);
}

async function written({ tells, load }: Writer, report: Report): Promise<readonly string[]> {
  return tells(report) ? (await load())(report) : [];
}
