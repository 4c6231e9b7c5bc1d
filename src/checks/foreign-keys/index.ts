import { actionMismatch } from './action-mismatch.ts';
import { blockedCascade } from './blocked-cascade.ts';
import { cascadeCycle } from './cascade-cycle.ts';
import { collationUpgrade } from './collation-upgrade.ts';
import { conflictingTargets } from './conflicting-targets.ts';
import { definitionMismatch } from './definition-mismatch.ts';
import { disabledTriggers } from './disabled-triggers.ts';
import { duplicateForeignKey } from './duplicate-foreign-key.ts';
import { inheritedParent } from './inherited-parent.ts';
import { invalidIndex } from './invalid-index.ts';
import { missingForeignKey } from './missing-foreign-key.ts';
import { nullableCompositeKey } from './nullable-composite-key.ts';
import { orphanRows } from './orphan-rows.ts';
import { missingTriggers } from './missing-triggers.ts';
import { overlappingForeignKey } from './overlapping-foreign-key.ts';
import { partlyIndexedForeignKey } from './partly-indexed-foreign-key.ts';
import { renamedForeignKey } from './renamed-foreign-key.ts';
import { unexpectedForeignKey } from './unexpected-foreign-key.ts';
import { setNullOnNotNull } from './set-null-on-not-null.ts';
import { typeMismatch } from './type-mismatch.ts';
import { uncountedOrphans } from './uncounted-orphans.ts';
import { unenforcedConstraint } from './unenforced-constraint.ts';
import { unindexedForeignKey } from './unindexed-foreign-key.ts';
import { unvalidatedConstraint } from './unvalidated-constraint.ts';
import { wrongTarget } from './wrong-target.ts';

/**
 * What `qa inspect-fk` can say, in reading order: what is expected, what enforces, what is there, how it is
 * served.
 */
export const foreignKeyChecks = [
  missingForeignKey,
  wrongTarget,
  conflictingTargets,
  actionMismatch,
  definitionMismatch,
  unexpectedForeignKey,
  missingTriggers,
  disabledTriggers,
  unenforcedConstraint,
  unvalidatedConstraint,
  orphanRows,
  uncountedOrphans,
  setNullOnNotNull,
  nullableCompositeKey,
  typeMismatch,
  duplicateForeignKey,
  overlappingForeignKey,
  unindexedForeignKey,
  partlyIndexedForeignKey,
  invalidIndex,
  cascadeCycle,
  blockedCascade,
  inheritedParent,
  collationUpgrade,
  // Last, since its statements take away the names that the others' use.
  renamedForeignKey,
] as const;

export type { ForeignKeyContext, OrphanLimits } from './probes/context.ts';
export { readAction } from './expectations/action.ts';
export { expectationShape, readExpectations, type Expectation } from './expectations/expectation.ts';
export { keyName, tableName } from './catalog/names.ts';
export { orphanPlaceShape, type OrphanPlace } from './orphans/resume-point.ts';
export { healthyAsCounts } from './evidence/healthy-keys.ts';
export { keys } from './probes/keys.ts';
export { orphans, type OrphanCount } from './probes/orphans.ts';
export { productExpectations } from './expectations/product-profile.ts';
export { repairCommand } from './remedies/statements.ts';
export { readTable, type Selection } from './catalog/selection.ts';
export { snapshot } from './expectations/snapshot.ts';
export { mergeRemedies } from './remedies/merge.ts';
export { foreignKeyScope, neverGreenOnNothing } from './scope/scope.ts';
