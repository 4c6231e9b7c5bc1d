import type { Exchange } from '../../../../src/checks/http/index.ts';

/** How a request for liveness was answered. */
export const answered = (status: number, headers: Record<string, string> = {}): Exchange => ({
  id: 1,
  step: 'liveness',
  request: {
    method: 'GET',
    url: 'https://a/api/health',
    path: '/api/health',
    authorization: 'none',
    body: null,
  },
  startedMs: 0,
  phases: { dns: null, tcp: null, tls: null, firstByte: null, total: 12 },
  remoteAddress: null,
  answer: { status, headers, body: { bytes: 0, truncated: false, text: '' }, shapeIssues: [] },
  failure: null,
  curl: 'curl',
});

/** A request for liveness that nobody answered. */
export const silent = (failure: Exchange['failure']): Exchange => ({
  ...answered(200),
  answer: null,
  failure,
});
