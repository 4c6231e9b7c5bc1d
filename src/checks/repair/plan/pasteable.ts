import type { Repair } from '../apply/repair-shape.ts';
import { counted } from '../../support/in-words.ts';

/**
 * The steps that can succeed on what is known, in order: none that reads rows of which some are known to have
 * no parent, nor what comes behind it. Pure.
 */
export function pasteable({ steps, orphans }: Repair): {
  readonly steps: Repair['steps'];
  readonly why: string;
} {
  const failing =
    orphans === null || orphans.orphans === 0 || steps.some(({ kind }) => kind === 'quarantine')
      ? -1
      : steps.findIndex(({ kind, readsRows }) => kind === 'validate' || readsRows);
  if (failing === -1 || orphans === null) return { steps, why: '' };
  return {
    steps: steps.slice(0, failing),
    why:
      `The step "${steps[failing]?.title}" would fail and is left out: ` +
      `${counted(orphans.orphans, 'row has', 'rows have')} no parent.`,
  };
}
