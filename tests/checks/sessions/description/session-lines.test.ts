import { expect, it } from 'vitest';
import { sessionLines } from '../../../../src/checks/sessions/description/session-lines.ts';
import { exampleConnections } from '../../../../src/checks/sessions/examples/evidence.ts';

it('who holds connections stands in columns, and where nobody does there is no head above nothing', () => {
  const used = exampleConnections(40);
  expect(sessionLines({ connections: used })[1]).toMatch(/number +user +database +application +state/);
  const lines = sessionLines({ connections: { ...used, groups: [] } });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^Connections: /);
});
