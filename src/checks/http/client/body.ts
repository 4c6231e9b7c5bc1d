import type { Readable } from 'node:stream';
import type { Exchange } from '../exchange/exchange.ts';
import { failureOf } from './failure.ts';

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
export async function readBody(body: Readable, encoding: string | undefined): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let truncated = false;
  let failure: Exchange['failure'] = null;
  try {
    for await (const chunk of (await decoded(body, encoding)) as AsyncIterable<Uint8Array>) {
      const room = bodyLimit - bytes;
      chunks.push(chunk.byteLength > room ? chunk.subarray(0, room) : chunk);
      bytes += Math.min(chunk.byteLength, room);
      truncated = chunk.byteLength > room;
      if (truncated) break;
    }
  } catch (error) {
    truncated = true;
    failure = failureOf(error);
  }
  // A decoder may be content before its source has ended: the connection is then of no further use.
  body.destroy();
  return { bytes, truncated, text: new TextDecoder().decode(Buffer.concat(chunks)), failure };
}

/** Undoes the codings that node knows (RFC 9110, section 8.4); in any other the bytes stand as they came. */
async function decoded(body: Readable, encoding: string | undefined): Promise<Readable> {
  if (encoding === undefined) return body;
  const { createBrotliDecompress, createGunzip, createInflate } = await import('node:zlib');
  const decoders = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  };
  // The last one named was applied last. Nobody compresses five times but to exhaust who reads.
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .slice(0, 5)
    .toReversed();
  return codings.reduce((stream, coding) => {
    if (!Object.hasOwn(decoders, coding)) return stream;
    const decoder = decoders[coding as keyof typeof decoders]();
    stream.on('error', (error) => decoder.destroy(error));
    return stream.pipe(decoder);
  }, body);
}
