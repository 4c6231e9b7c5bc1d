/** Lets work run side by side, except for what asks to be alone: that begins when nothing else runs. */
export interface Turns {
  beside<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for all that runs; what is asked for meanwhile waits for this. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const running = new Set<Promise<unknown>>();
  let lastAlone: Promise<unknown> = Promise.resolve();
  return {
    beside(work) {
      const turn = lastAlone.then(work);
      const settled = turn.then(leave, leave);
      function leave(): void {
        running.delete(settled);
      }
      running.add(settled);
      return turn;
    },
    alone(work) {
      const turn = Promise.all([lastAlone, ...running]).then(work);
      lastAlone = turn.catch(() => undefined);
      return turn;
    },
  };
}
