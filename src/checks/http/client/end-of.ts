interface End {
  readonly signal: AbortSignal;
  readonly reason: () => 'timeout' | 'aborted' | null;
  readonly release: () => void;
}

/** A signal that fires with the first of the given ones or after the time, and says which it was. */
export function endOf(signals: readonly (AbortSignal | undefined)[], timeoutMs: number): End {
  const controller = new AbortController();
  let reason: 'timeout' | 'aborted' | null = null;
  const stop = (why: 'timeout' | 'aborted') => (): void => {
    reason ??= why;
    controller.abort();
  };
  const abort = stop('aborted');
  const timer = setTimeout(stop('timeout'), timeoutMs);
  for (const signal of signals) {
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: controller.signal,
    reason: () => reason,
    release: () => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', abort);
    },
  };
}
