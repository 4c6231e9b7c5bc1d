import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { github } from '../../../src/qa/reporters/github.ts';
import { junit } from '../../../src/qa/reporters/junit.ts';
import { markdown } from '../../../src/qa/reporters/markdown.ts';
import { nagios, nagiosExitCode } from '../../../src/qa/reporters/nagios.ts';
import { tap } from '../../../src/qa/reporters/tap.ts';
import { exampleReport } from '../../support/example-report.ts';

/** The example's verdicts, with a milder finding. */
const milder = (severity: 'warning' | 'info') =>
  exampleReport().verdicts.map((verdict) => ({
    ...verdict,
    findings: verdict.findings.map((finding) => ({ ...finding, severity })),
  }));

describe('junit', () => {
  it('has one test case a check, with one outcome each', () => {
    const xml = junit(exampleReport());
    expect(xml).toContain(
      '<testsuite id="0" package="facteur-qa" name="qa verify-mute" hostname="api.example.com" ' +
        'timestamp="2026-01-26T09:00:00" tests="4" failures="1" errors="1" skipped="1" time="0.412">',
    );
    expect(xml).toContain('<testcase classname="qa.verify-mute" name="malformed-token" time="0"/>');
    expect(xml).toContain('name="missing-unmute" time="0"><skipped/></testcase>');
    expect(xml).toContain(
      '<error message="No request was answered in time." type="unknown">No request was answered in ' +
        'time.</error>',
    );
    expect(xml).toContain('&quot;a&lt;b&gt;&amp;c&quot; was answered 200; 100% of the reads,&#10;all 3');
    expect(xml).toContain('missing-unmute: It was not asked for.\n</system-out>');
  });

  it('holds no sign that XML forbids, and is well-formed', () => {
    const [first] = exampleReport().verdicts;
    const xml = junit(
      exampleReport({
        verdicts: [
          { ...first!, check: 'odd', status: 'unknown', reason: 'bell \u0007, half a pair \ud800, end ]]>' },
        ],
      }),
    );
    expect(xml).toContain('bell \ufffd, half a pair \ufffd, end ]]&gt;');
    const parsed = spawnSync('xmllint', ['--noout', '-'], { input: xml, encoding: 'utf8' });
    // Where xmllint is not installed, the text above is all that is held.
    expect(parsed.error === undefined ? parsed.stderr : '').toBe('');
  });
});

describe('tap', () => {
  it('plans first, then says each check', () => {
    expect(tap(exampleReport())).toBe(`TAP version 13
1..4
ok 1 - malformed-token
not ok 2 - lost-mute
  ---
  status: found
  findings:
    - subject: "theme"
      severity: error
      message: "The mute of theme \\"a<b>&c\\" was answered 200; 100% of the reads,\\nall 3, do not list it #1 \\\\ ]]> |."
      advice: "Compare the transaction with the row."
  ...
ok 3 - missing-unmute # SKIP It was not asked for.
not ok 4 - slow-response
  ---
  status: unknown
  reason: "No request was answered in time."
  ...
`);
  });

  it('bails out when the credentials are rejected', () => {
    expect(tap(exampleReport({ exitCode: 4 }))).toMatch(/\nBail out! .+\n$/);
  });
});

describe('markdown', () => {
  it('opens with the verdict, and is a table of findings whose text stays text', async () => {
    const text = await markdown(exampleReport());
    expect(text).toMatch(/^## ✖ The mute of theme "a&#60;b/);
    expect(text).toContain('1 found, 1 unknown, 1 clear in 412 ms (exit 1).\n');
    expect(text).toContain(
      '| error | lost-mute | The mute of theme "a&#60;b&#62;&#38;c" was answered 200; 100% ' +
        'of the reads, all 3,',
    );
    expect(text).toContain('```sql\nselect 1;\n```');
    expect(text).toContain('| slow-response | No request was answered in time. |');
  });
});

describe('nagios', () => {
  it('says state, counts and time in its first line', () => {
    const [first, second] = nagios(exampleReport()).split('\n');
    expect(first).toMatch(
      /^QA CRITICAL - The mute of theme .+ \(qa verify-mute prod: 1 found, 1 unknown, 4 checks\) \| time=0\.412s;;;0$/,
    );
    expect(second).toMatch(/^error lost-mute:theme: .+ \/\.$/);
  });

  it('ends with 0 to 3', () => {
    const verdicts = exampleReport().verdicts;
    const quiet = verdicts.filter(({ status }) => status !== 'found');
    expect(nagiosExitCode({ exitCode: 0, verdicts: [] })).toBe(0);
    expect(nagiosExitCode({ exitCode: 1, verdicts })).toBe(2);
    expect(nagiosExitCode({ exitCode: 0, verdicts })).toBe(0);
    expect(nagiosExitCode({ exitCode: 1, verdicts: milder('warning') })).toBe(1);
    expect(nagiosExitCode({ exitCode: 3, verdicts: quiet })).toBe(3);
    expect(nagiosExitCode({ exitCode: 4, verdicts: quiet })).toBe(2);
    expect(nagiosExitCode({ exitCode: 5, verdicts: quiet })).toBe(2);
    expect(nagiosExitCode({ exitCode: 130, verdicts: quiet })).toBe(3);
  });
});

describe('github', () => {
  it('annotates findings, then the unknown', () => {
    expect(github(exampleReport()).split('\n')).toEqual([
      '::error title=lost-mute%3Atheme::The mute of theme "a<b>&c" was answered 200; 100%25 of the ' +
        'reads,%0Aall 3, do not list it #1 \\ ]]> |.%0ACompare the transaction with the row.',
      '::warning title=slow-response is unknown::No request was answered in time.',
      'qa verify-mute: 1 found, 1 unknown (exit 1)',
      '',
    ]);
  });

  it('gives at most ten, the worst first', () => {
    const verdict = exampleReport().verdicts[1]!;
    const mild = { ...verdict.findings[0]!, severity: 'info' as const };
    const lines = github(
      exampleReport({
        verdicts: [
          {
            ...verdict,
            findings: Array.from({ length: 11 }, (_, at) => ({ ...mild, message: `Number ${at}.` })),
          },
          verdict,
        ],
      }),
    ).split('\n');
    expect(lines.filter((line) => line.startsWith('::'))).toHaveLength(10);
    expect(lines[0]).toMatch(/^::error /);
    expect(lines).toContain('2 more are in the report.');
  });
});
