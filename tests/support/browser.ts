import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** The installed browser's command, or null. */
export const chromium: string | null =
  ['chromium', 'chromium-browser', 'google-chrome'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  ) ?? null;

export interface Visit {
  /** Pixels. */
  readonly width?: number;
  readonly scripts?: boolean;
  /** Let the page do what its own policy forbids: then the escaping stands alone. */
  readonly ignorePolicy?: boolean;
  readonly dark?: boolean;
}

/** What a page did, and what it is asked for. */
export interface Visited {
  /** Every URL that was requested, but for what the page's own policy held back. */
  readonly requests: () => readonly string[];
  /** Dialogs that opened, and what was written to the console. */
  readonly signs: readonly string[];
  /**
   * The value of a JavaScript expression in the page; the browser may always run its own, whatever the page
   * may.
   */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** The page, whole or its first pixels, as PNG. */
  readonly screenshot: (height?: number) => Promise<Buffer>;
  /** The page on A4. */
  readonly pdf: () => Promise<Buffer>;
  /** As a reader would press it: `Tab`, `ArrowRight`. */
  readonly press: (key: string) => Promise<void>;
  /** The page as paper shows it. */
  readonly print: () => Promise<void>;
}

export interface Browser {
  visit: <Result>(file: string, how: Visit, look: (page: Visited) => Promise<Result>) => Promise<Result>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, never>;
  readonly result?: Record<string, never>;
  readonly error?: { readonly message: string };
}

/** What the browser sends as base64. */
function bytesOf({ data }: Record<string, never>): Buffer {
  return Buffer.from(String(data), 'base64');
}

/**
 * A browser without a window and with a profile of its own, spoken to over pipes: no port, no further
 * package.
 */
export async function startBrowser(): Promise<Browser> {
  if (chromium === null) throw new Error('There is no chromium.');
  const profile = await mkdtemp(join(tmpdir(), 'qa-browser-'));
  const quiet = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--no-first-run',
    '--disable-dev-shm-usage',
    '--hide-scrollbars',
  ];
  const child = spawn(
    chromium,
    [...quiet, `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: true,
      // Killed, it leaves the directory of its socket behind: below the profile, which is removed.
      env: { ...process.env, TMPDIR: profile },
    },
  );
  const gone = once(child, 'exit');
  const into = child.stdio[3] as Writable;
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Set<(message: Message) => void>();
  let rest = '';
  (child.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages.map((text) => JSON.parse(text) as Message)) {
      if (message.id === undefined) for (const listen of listeners) listen(message);
      else waiting.get(message.id)?.(message);
    }
  });
  let last = 0;
  const call = (method: string, params: object, sessionId?: string): Promise<Record<string, never>> =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      waiting.set(id, ({ result = {}, error }) =>
        error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`)),
      );
      into.write(
        `${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`,
      );
    });

  const visit: Browser['visit'] = async (
    file,
    { width = 1200, scripts = true, ignorePolicy = false, dark = false },
    look,
  ) => {
    const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
    const page = (method: string, params: object = {}): Promise<Record<string, never>> =>
      call(method, params, sessionId);
    const sent = new Map<string, string>();
    const signs: string[] = [];
    let loaded = (): void => undefined;
    const load = new Promise<void>((resolve) => (loaded = resolve));
    const listen = ({ method, params }: Message): void => {
      if (method === 'Network.requestWillBeSent')
        sent.set(String(params?.['requestId']), String(params?.['request']?.['url']));
      if (method === 'Network.loadingFailed' && params?.['blockedReason'] === 'csp')
        sent.delete(String(params['requestId']));
      if (method === 'Page.javascriptDialogOpening' || method === 'Runtime.consoleAPICalled')
        signs.push(JSON.stringify(params));
      if (method === 'Page.javascriptDialogOpening')
        void page('Page.handleJavaScriptDialog', { accept: false });
      if (method === 'Page.loadEventFired') loaded();
    };
    listeners.add(listen);
    try {
      for (const domain of ['Page', 'Network', 'Runtime']) await page(`${domain}.enable`);
      await page('Emulation.setDeviceMetricsOverride', {
        width,
        height: 900,
        deviceScaleFactor: 1,
        mobile: false,
      });
      await page('Emulation.setScriptExecutionDisabled', { value: !scripts });
      await page('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
      });
      await page('Page.setBypassCSP', { enabled: ignorePolicy });
      await page('Page.navigate', { url: pathToFileURL(file).href });
      await load;
      const evaluate = async (expression: string): Promise<unknown> => {
        const answer = await page('Runtime.evaluate', {
          expression,
          returnByValue: true,
          awaitPromise: true,
        });
        if (answer['exceptionDetails'] !== undefined)
          throw new Error(JSON.stringify(answer['exceptionDetails']));
        return answer['result']?.['value'];
      };
      const screenshot = async (height?: number): Promise<Buffer> => {
        const whole = Number(await evaluate('document.documentElement.scrollHeight'));
        const clip = { x: 0, y: 0, width, height: height ?? whole, scale: 1 };
        return bytesOf(await page('Page.captureScreenshot', { clip, captureBeyondViewport: true }));
      };
      const pdf = async (): Promise<Buffer> =>
        bytesOf(await page('Page.printToPDF', { preferCSSPageSize: true, printBackground: true }));
      const press = async (key: string): Promise<void> => {
        const code = { Tab: 9, ArrowRight: 39, ArrowDown: 40, Enter: 13 }[key];
        for (const type of ['rawKeyDown', 'keyUp'])
          await page('Input.dispatchKeyEvent', { type, key, code: key, windowsVirtualKeyCode: code });
      };
      const print = async (): Promise<void> => {
        await page('Emulation.setEmulatedMedia', { media: 'print' });
      };
      const requests = (): readonly string[] => [...sent.values()];
      return await look({ requests, signs, evaluate, screenshot, pdf, press, print });
    } finally {
      listeners.delete(listen);
      await call('Target.closeTarget', { targetId });
    }
  };

  return {
    visit,
    close: async () => {
      // Its helpers belong to its group.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
