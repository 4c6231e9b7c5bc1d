import { createHash } from 'node:crypto';

/**
 * The page's only script: a button beside everything that can be pasted. Without it a click on the text
 * marks all of it.
 */
export const script = `
for (const block of document.querySelectorAll('.paste')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(block);
      button.textContent = 'Selected';
    }
  });
  block.after(button);
}
`;

/** What the page's policy knows it by: no other text runs. */
export const scriptHash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
