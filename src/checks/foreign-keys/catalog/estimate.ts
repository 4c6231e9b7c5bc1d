import { has } from '../../postgres/session/version.ts';

/** SQL: whether the planner's estimate of a relation's rows, its `reltuples`, is one. */
export function isEstimate(reltuples: string, version: number): string {
  return `${reltuples} ${has(version, 'unknownRowCounts') ? '>=' : '>'} 0`;
}
