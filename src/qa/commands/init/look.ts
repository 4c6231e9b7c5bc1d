import { apiAccess, databaseAccess } from '../../../checks/access/index.ts';
import { defaultRoutes, platform } from '../../../checks/deployment/index.ts';
import { examine, observed } from '../../../checks/examine.ts';
import { isLoopback } from '../../../checks/http/index.ts';
import { readToken as readJwt } from '../../../checks/mute/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import type { App } from '../../command.ts';
import { openApi } from '../../target/api-access.ts';
import { runDeadline } from '../../target/deadline.ts';
import { readHttpAccess } from '../../target/http-access.ts';
import { readAddress } from '../../target/read-address.ts';
import { readLimits } from '../../target/read-limits.ts';
import { requireOrigin, type Target } from '../../target/target.ts';
import type { Options } from './options.ts';
import type { Seen } from './places.ts';

/** Looks at every place that was given, side by side; nothing is changed anywhere. */
export async function look(target: Target, token: string | null, options: Options, app: App): Promise<Seen> {
  const { signal, ends } = runDeadline(options.deadline, app);
  const run = { signal, progress: app.progress };
  const nowhere = { evidence: {}, verdicts: [], credentialsRefused: false };

  const ofApi = async () => {
    const isWorth = token !== null && readJwt(token, Date.now()).status === 'sound';
    const { api } = await openApi(options, app, target, { token: isWorth ? token : null, signal });
    try {
      const liveness = defaultRoutes(target.prefix).liveness;
      return await examine({
        checks: [],
        always: [apiAccess],
        context: { ...run, api, liveness, hasToken: isWorth },
      });
    } finally {
      await api.close();
    }
  };
  const ofRailway = async () => {
    const origin = requireOrigin(target);
    const { hostname } = new URL(origin);
    const { timeout: timeoutMs } = options;
    return examine({
      checks: [],
      always: [platform],
      context: {
        ...run,
        environment: app.io.environment,
        cwd: app.io.cwd,
        host: hostname,
        askRailway: target.name !== 'local' && !isLoopback(hostname),
        connection: { timeoutMs, ...(await readHttpAccess(options, app, origin)) },
      },
    });
  };
  const ofDatabase = async () => {
    const { timeout } = options;
    const database = openDatabase({
      address: await readAddress(target, app),
      applicationName: 'facteur-qa init',
      connectTimeoutMs: timeout,
      signal,
    });
    try {
      const context = { ...run, database, limits: readLimits(timeout) };
      return await examine({ checks: [], always: [databaseAccess], context });
    } finally {
      await database.close();
    }
  };

  try {
    const [api, railway, database] = await Promise.all([
      target.origin === null ? nowhere : ofApi(),
      target.origin === null ? nowhere : ofRailway(),
      target.databaseUrl === null ? nowhere : ofDatabase(),
    ]);
    const { reason } = signal;
    return {
      api: observed(api, apiAccess),
      platform: observed(railway, platform),
      database: observed(database, databaseAccess),
      cut: reason instanceof Error ? reason.message : 'it could not be looked at',
    };
  } finally {
    ends();
  }
}
