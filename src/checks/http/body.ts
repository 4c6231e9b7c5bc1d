import { failureOf } from './failure.ts';
import type { Exchange } from './exchange.ts';

/** Reading stops here, so that no server decides how much memory a run takes. Bytes, after decompression. */
export const bodyLimit = 1_048_576;

export interface ReadBody {
  readonly bytes: number;
  readonly truncated: boolean;
  /** All that was read; bytes that are no UTF-8 stand as U+FFFD. */
  readonly text: string;
  /** Why it did not end as it should. */
  readonly failure: Exchange['failure'];
}

/** Reads an answer's body up to {@link bodyLimit}. Never throws; what came before a failure is kept. */
export async function readBody(response: Response): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const end = (truncated: boolean, failure: Exchange['failure']): ReadBody => ({
    bytes,
    truncated,
    text: new TextDecoder().decode(Buffer.concat(chunks)),
    failure,
  });
  if (response.body === null) return end(false, null);
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return end(false, null);
      const room = bodyLimit - bytes;
      chunks.push(value.byteLength > room ? value.subarray(0, room) : value);
      bytes += Math.min(value.byteLength, room);
      if (value.byteLength > room) {
        // Not awaited: a server that never ends would keep us here.
        reader.cancel().catch(() => undefined);
        return end(true, null);
      }
    }
  } catch (error) {
    return end(true, failureOf(error));
  }
}
