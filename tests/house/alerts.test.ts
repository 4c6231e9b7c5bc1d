import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const promtool = (...words: string[]) =>
  spawnSync('promtool', words, { cwd: 'docs/examples', encoding: 'utf8' });

if (promtool('--version').error !== undefined) {
  it('the alert rules are not tried here: promtool is not installed (apt-get install prometheus)', () => {
    process.stderr.write('promtool is not installed: the alert rules were not tried.\n');
  });
} else {
  it.each([
    [['check', 'rules', 'alerts.yml'], 'SUCCESS: 5 rules found'],
    [['test', 'rules', 'alerts.test.yml'], 'SUCCESS'],
  ])('promtool %j', (words, said) => {
    const { status, stdout, stderr } = promtool(...words);
    expect([status, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining(said)]);
  });
}
