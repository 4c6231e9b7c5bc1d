import { ThreadsPoolWorker } from 'vitest/node';

/** What a test leaves undone in a thread lives on: it is begun anew now and then. */
const mostRuns = 200;

/**
 * A pool for vitest whose thread outlives a run. To load some hundred modules takes seconds, and the tests of
 * a mutant milliseconds: a mutant is chosen by a variable, so that nothing needs to be loaded again.
 */
export function keptThreads() {
  let kept = null;

  const createPoolWorker = (options) => {
    const answers = new Set();
    const answer = (type) => {
      for (const listen of answers) listen({ __vitest_worker_response__: true, type });
    };
    let listening = [];
    return {
      name: 'kept-threads',
      start: async () => {
        if (kept !== null && kept.runs >= mostRuns) {
          await kept.thread.stop();
          kept = null;
        }
        if (kept !== null) return;
        kept = { thread: new ThreadsPoolWorker(options), runs: 0 };
        await kept.thread.start();
      },
      send: (message) => {
        if (message.type === 'stop') return setImmediate(answer, 'stopped');
        if (message.type === 'start' && kept.runs++ > 0) return setImmediate(answer, 'started');
        // The names of a run are told a thread at its start alone.
        const { testNamePattern } = options.project.config;
        if (message.type === 'run')
          for (const file of message.context.files) file.testNamePattern = testNamePattern;
        kept.thread.send(message);
      },
      on: (event, listen) => {
        if (event === 'message') answers.add(listen);
        listening.push([event, listen]);
        kept.thread.on(event, listen);
      },
      off: (event, listen) => {
        answers.delete(listen);
        kept.thread.off(event, listen);
      },
      stop: async () => {
        for (const [event, listen] of listening) kept.thread.off(event, listen);
        listening = [];
        answers.clear();
      },
      deserialize: (data) => data,
    };
  };
  return { name: 'kept-threads', createPoolWorker };
}
