import { setTimeout as wait } from 'node:timers/promises';
import {
  createLedger,
  muteChecks,
  cleanup,
  type MuteContext,
  type MutePlan,
  type UndoRecord,
} from '../../../src/checks/mute/index.ts';
import { examine, type Examination } from '../../../src/checks/examine.ts';
import type { Api } from '../../../src/checks/http/client/api.ts';
import type { Exchange } from '../../../src/checks/http/exchange/exchange.ts';

interface PlainApiOptions {
  readonly token: string;
  /** Called before each request: throw to break the connection. */
  readonly before?: (method: string, path: string) => void;
}

/**
 * An Api of a few lines over the global fetch: what these tests need of one, and nothing that they examine.
 */
export function plainApi(origin: string, { token, before }: PlainApiOptions): Api {
  const exchanges: Exchange[] = [];
  const [head, claims, signature = ''] = token.split('.');
  const bearers = {
    token,
    forged: `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    malformed: 'not-a-token',
  };
  return {
    origin,
    prefix: '/api',
    exchanges,
    close: async () => undefined,
    send: async ({ step, method, path, authorization = 'none', headers = {}, json, raw, signal }) => {
      const startedMs = performance.now();
      const body = raw?.body ?? (json === undefined ? null : JSON.stringify(json));
      const id = exchanges.length + 1;
      const exchange: Exchange = {
        id,
        step,
        request: { method, url: origin + path, path, authorization, body: body?.slice(0, 2000) ?? null },
        startedMs,
        phases: { dns: null, tcp: null, tls: null, firstByte: null, total: 0 },
        remoteAddress: null,
        answer: null,
        failure: null,
        curl: '',
      };
      exchanges.push(exchange);
      try {
        before?.(method, path);
        const response = await fetch(origin + path, {
          method,
          redirect: 'manual',
          body,
          headers: {
            ...headers,
            ...(body === null ? {} : { 'content-type': raw?.contentType ?? 'application/json' }),
            ...(authorization === 'none' ? {} : { authorization: `Bearer ${bearers[authorization]}` }),
          },
          ...(signal && { signal }),
        });
        const text = await response.text();
        exchange.answer = {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: { bytes: text.length, truncated: false, text: text.slice(0, 4000), json: parse(text) },
          shapeIssues: [],
        };
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        exchange.failure = { layer: 'reset', code: null, message: String(error) };
      }
      exchange.phases.total = performance.now() - startedMs;
      return exchange;
    },
  };
}

export interface Walked {
  readonly examination: Examination;
  readonly api: Api;
  /** What the journal was told, in order: an undo record, or that it is settled. */
  readonly journal: (UndoRecord | 'settled')[];
  codes(severity?: string): string[];
}

/** The whole subject against a server, with every pause shortened. */
export async function walk(
  origin: string,
  {
    token,
    plan = {},
    signal = new AbortController().signal,
    before,
    marker = 'abcdef012345',
  }: PlainApiOptions & {
    readonly plan?: Partial<MutePlan>;
    readonly signal?: AbortSignal;
    readonly marker?: string;
  },
): Promise<Walked> {
  const api = plainApi(origin, { token, ...(before && { before }) });
  const journal: (UndoRecord | 'settled')[] = [];
  const context: MuteContext = {
    api,
    token,
    signal,
    hardSignal: new AbortController().signal,
    thresholds: { warnMs: 1000, failMs: 5000 },
    progress: () => undefined,
    plan: { readOnly: false, allowResidue: false, repeat: 0, origin: null, overrides: {}, ...plan },
    journal: {
      record: () => {
        const latest = journal.at(-1);
        return latest === undefined || latest === 'settled' ? null : latest;
      },
      open: async (record) => {
        if (journal.length === 0) journal.push(record);
      },
      remove: async () => {
        journal.push('settled');
      },
    },
    ledger: createLedger(marker),
    consistencyMs: 1_000,
    runMs: 60_000,
    now: Date.now,
    random: () => 0.5,
    pause: (milliseconds) => wait(milliseconds / 20),
  };
  const examination = await examine({ checks: muteChecks, always: [cleanup], context });
  return {
    examination,
    api,
    journal,
    codes: (severity) =>
      examination.verdicts
        .flatMap(({ findings }) => findings)
        .filter((finding) => severity === undefined || finding.severity === severity)
        .map(({ code }) => code)
        .filter((code, index, all) => all.indexOf(code) === index),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
