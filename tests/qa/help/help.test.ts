import { expect, it } from 'vitest';
import { commands } from '../../../src/qa/commands/index.ts';
import { runLine } from '../../support/command-line.ts';

/** What somebody reads who asks: `npx vitest run tests/qa/help -u` writes it anew. */
it('every command says what it takes, as it stands in help.txt', async () => {
  const pages: string[] = [];
  for (const line of ['', ...commands.map(({ name }) => name)]) {
    const { code, stdout, stderr } = await runLine([...line.split(' ').filter(Boolean), '--help']);
    expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
    pages.push(`$ qa ${[line, '--help'].filter(Boolean).join(' ')}\n${stdout}`);
  }
  await expect(pages.join('\n')).toMatchFileSnapshot('help.txt');
});
