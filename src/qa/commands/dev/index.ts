import { BadDatabaseUrl, parseDatabaseUrl } from '../../../checks/postgres/index.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { publish, refuseSecond } from '../../state/dev-file.ts';
import { findBroken } from './broken.ts';
import { failure } from './failure.ts';
import { introduction } from './introduction.ts';
import { listOfFaults, listOfIncidents } from './lists.ts';
import type { Options } from './options.ts';
import { choosePort } from './port.ts';

/** Runs the reference API on a database of its own until it is interrupted, and leaves nothing behind. */
export const command: Command<Options> = {
  run: async (options, app) => {
    // Here and not above: fastify and its company are for this command alone.
    const api = await import('../../../api/index.ts');
    if (options.listIncidents) return { text: listOfIncidents(await api.listIncidents()), exitCode: 0 };
    if (options.listFaults) return { text: listOfFaults(api.faults), exitCode: 0 };
    const databaseUrl = readDatabaseUrl(options.databaseUrl, app);
    const incident = await findBroken(api, options);
    if (incident?.database.gone && databaseUrl !== null) {
      throw new UsageError(
        `The incident ${incident.name} ends the database server, and does that to its own only: ` +
          'leave out --database-url.',
      );
    }
    await refuseSecond(app.io);
    const port = await choosePort(options.port);

    app.progress('Starting the database and the API …');
    const served = await api
      .serve({ port, databaseUrl, incident, environment: app.io.environment })
      .catch((error: unknown) => {
        throw failure(error);
      });
    try {
      const { withdraw } = await publish(app.io, { ...served, incident: incident?.name ?? null });
      try {
        // Interrupted while it started, it has nothing to introduce any more.
        if (!app.interruption.signal.aborted) app.reveal(introduction(served, incident, options.spoil));
        // That is how this command is meant to end, hence 0.
        await aborted(app.interruption.signal);
      } finally {
        await withdraw();
      }
    } finally {
      // A second interrupt does not wait for an orderly end; the next start removes what is left.
      await Promise.race([served.close(), aborted(app.interruption.giveUp)]);
    }
    return { text: '', exitCode: 0 };
  },
};

function readDatabaseUrl(given: string | undefined, { io, secrets }: App): string | null {
  if (given === undefined) return null;
  try {
    const { password } = parseDatabaseUrl(given, io.environment);
    if (password !== null) secrets.add(password);
  } catch (error) {
    if (error instanceof BadDatabaseUrl) throw new UsageError(error.message);
    throw error;
  }
  // Without SQLAlchemy's driver, which node-postgres does not know.
  return given.replace(/^(postgres(?:ql)?)\+\w+:/, '$1:');
}

/** Resolves once the signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
