import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/checks/check.ts';
import { deploymentChecks } from '../../../src/checks/deployment/index.ts';

describe.each(deploymentChecks.map((check) => [check.code, check as Check] as const))('%s', (_code, check) => {
  it('is clear on its healthy example', () => expect(check.judge(check.examples.healthy as never)).toEqual([]));
  it('finds something in its broken example', () => expect(check.judge(check.examples.broken as never)).toHaveLength(1));
});
