/**
 * Milliseconds from which an age is a finding; whoever holds others up is one at any age. A request ends
 * within seconds, so that thirty of them without a statement are a commit that was forgotten; a report or a
 * batch may well work for minutes.
 */
export const ages = {
  idleWarningMs: 30_000,
  idleErrorMs: 300_000,
  transactionMs: 300_000,
  preparedMs: 300_000,
} as const;
