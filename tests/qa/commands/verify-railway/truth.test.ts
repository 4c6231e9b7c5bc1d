import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { runLine } from '../../../support/command-line.ts';
import { startReferenceApi, type ReferenceApi } from '../../../support/reference-api.ts';

let api: ReferenceApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

/** What `qa verify-railway` finds at the reference API with these faults; `infos` are left out. */
async function verify(
  faults: readonly string[],
  more: readonly string[] = [],
  environment = {},
  release: 'january' | 'june' | 'november' | 'current' = 'current',
) {
  api = await startReferenceApi({ faults: [...faults], release });
  const ended = await runLine(['verify-railway', '--base-url', api.baseUrl, '--format', 'json', ...more], {
    environment: { PATH: '', ...environment },
  });
  const report = JSON.parse(ended.stdout) as Report;
  const findings = report.verdicts.flatMap((each) => each.findings);
  // No two findings of one report are the same one.
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  return {
    code: ended.code,
    report,
    found: findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ severity, code }) => `${severity} ${code}`)
      .filter((each, index, all) => each !== green && all.indexOf(each) === index)
      .sort(),
  };
}

/** Readiness of the product says nothing of migrations while none is pending. */
const green = 'warning uncovered-migrations';

describe('health that is not what it says', () => {
  it.each<[string, number, string[]]>([
    ['health-page', 1, ['error unproven-health']],
    ['cached-health', 0, ['warning unproven-health']],
    ...'degraded fail spring services disconnected ok-false healthy-false aspnet-text aspnet-json'
      .split(' ')
      .map((body): [string, number, string[]] => [`health-body=${body}`, 1, ['error contradicting-health']]),
  ])('%s ends with %i', async (fault, code, found) => {
    const seen = await verify([fault]);
    expect(seen.found.filter((each) => !/unreachable-database|pending-migrations/.test(each))).toEqual(found);
    expect(seen.code).toBe(code);
  });
});

describe('a healthy release', () => {
  it.each(
    (['january', 'june', 'november', 'current'] as const).flatMap((each) => [
      [each, [] as string[]] as const,
      [each, ['null-pool']] as const,
    ]),
  )('%s with %o ends 0: what it never had is no more than news', async (release, faults) => {
    const { found, code } = await verify(faults, ['--warn-ms', '60000'], {}, release);
    expect({ found, code }).toEqual({ found: [], code: 0 });
  });
});

describe('health in the way of others, named by the user', () => {
  it.each(['plain-ok', 'ok-true', 'up-page', 'empty-204'])('foreign-health=%s is fine', async (form) => {
    const named = ['--liveness', '/api/health', '--readiness', '/api/health/ready'];
    const { found, report } = await verify([`foreign-health=${form}`], named);
    const errors = found.filter((each) => each.startsWith('error'));
    // Railway itself takes nothing but 200 for readiness.
    expect(errors).toEqual(form === 'empty-204' ? ['error degraded-readiness'] : []);
    expect(report.verdicts.find(({ check }) => check === 'wrong-host')).toMatchObject({ status: 'clear' });
  });
});

describe('who answers instead', () => {
  it.each<[string, string]>([
    ['nginx-502', 'nginx'],
    ['nginx-504', 'nginx'],
    ['alb-503', 'an AWS load balancer'],
    ['cloudflare-520', 'Cloudflare'],
    ['cloudflare-522', 'Cloudflare'],
    ['cloudflare-challenge', 'Cloudflare'],
  ])('gateway-page=%s is %s, and no other host', async (page, server) => {
    const { found, report, code } = await verify([`gateway-page=${page}`]);
    expect({ found, code }).toEqual({ found: ['error gateway-error'], code: 1 });
    const [finding] = report.verdicts.flatMap(({ findings }) => findings);
    expect(finding?.facts).toMatchObject({ server });
  });

  it.each(['web-page', 'foreign-fastapi'])('other-host=%s is said once', async (host) => {
    const { found, report, code } = await verify([`other-host=${host}`]);
    expect({ found, code }).toEqual({ found: ['error wrong-host'], code: 1 });
    expect(report.verdicts.flatMap(({ findings }) => findings)).toHaveLength(1);
  });

  it('too many requests are waited for, and told', async () => {
    const { found, code } = await verify(['rate-limited=3']);
    expect({ found: found.filter((each) => !each.includes('slow-response')), code }).toEqual({
      found: ['warning rate-limited'],
      code: 0,
    });
  });
});

describe('a route that fails behind authentication', () => {
  const broken = async (more: readonly string[], environment: Record<string, string> = {}) => {
    const seen = await startReferenceApi();
    await seen.database.query('alter table user_personalization rename to user_personalization_old');
    try {
      const { stdout, code } = await runLine(
        ['verify-railway', '--base-url', seen.baseUrl, '--format', 'json', ...more],
        { environment: { PATH: '', ...(environment['with'] === 'token' && { QA_TOKEN: seen.token }) } },
      );
      const { verdicts } = JSON.parse(stdout) as Report;
      return { code, canary: verdicts.find(({ check }) => check === 'healthy-but-failing') };
    } finally {
      await seen.close();
    }
  };

  it('is found with a token', async () => {
    expect(await broken([], { with: 'token' })).toMatchObject({ code: 1, canary: { status: 'found' } });
  });

  it('is not seen without one, and that is said', async () => {
    expect(await broken([])).toMatchObject({ code: 0, canary: { status: 'skipped' } });
    expect(await broken(['--only', 'healthy-but-failing'])).toMatchObject({ code: 3 });
  });
});
