/** Milliseconds from which an age is a finding; whoever holds others up is one at any age. */
export const ages = {
  idleWarningMs: 30_000,
  idleErrorMs: 300_000,
  transactionMs: 300_000,
  preparedMs: 300_000,
} as const;
