/** One entry of `detail` in a 422. */
export interface Detail {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** Input that does not validate. */
export class ValidationError extends Error {
  override readonly name = 'RequestValidationError';
  readonly detail: readonly Detail[];
  constructor(detail: Detail) {
    super(detail.msg);
    this.detail = [detail];
  }
}

/** Reads a value as pydantic reads its type, or says what is wrong with it. */
export type Read<Value> = (input: unknown) => Value | Mistake;

export class Mistake {
  readonly type: string;
  readonly msg: string;
  readonly ctx?: Readonly<Record<string, unknown>>;
  constructor(type: string, msg: string, ctx?: Readonly<Record<string, unknown>>) {
    this.type = type;
    this.msg = msg;
    if (ctx !== undefined) this.ctx = ctx;
  }
}

export const readString: Read<string> = (input) =>
  typeof input === 'string' ? input : new Mistake('string_type', 'Input should be a valid string');

const yes = new Set(['1', 'on', 't', 'true', 'y', 'yes']);
const no = new Set(['0', 'off', 'f', 'false', 'n', 'no']);

/** True and false, and the words and numbers that people write for them. */
export const readBoolean: Read<boolean> = (input) => {
  if (typeof input === 'boolean') return input;
  const whole = typeof input === 'number' && (Number.isInteger(input) || !Number.isFinite(input));
  if (!whole && typeof input !== 'string') return new Mistake('bool_type', 'Input should be a valid boolean');
  // Minus zero is written as zero here.
  const word = String(input).toLowerCase();
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  return new Mistake('bool_parsing', 'Input should be a valid boolean, unable to interpret input');
};

const groups = [8, 4, 4, 4, 12] as const;

/** A UUID with hyphens, without them, in braces or as a URN; written as PostgreSQL writes it. */
export const readUuid: Read<string> = (input) => {
  if (typeof input !== 'string') {
    return new Mistake('uuid_type', 'UUID input should be a string, bytes or UUID object');
  }
  const bare = /^\{(.*)\}$/s.exec(input)?.[1] ?? /^urn:uuid:(.*)$/s.exec(input)?.[1];
  const error = uuidMistake(bare ?? input, bare !== undefined);
  if (error !== null) return new Mistake('uuid_parsing', `Input should be a valid UUID, ${error}`, { error });
  const digits = (bare ?? input).replaceAll('-', '').toLowerCase();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

function uuidMistake(text: string, wrapped: boolean): string | null {
  const stranger = /[^0-9a-fA-F-]/u.exec(text);
  if (stranger !== null) return `invalid character: found \`${stranger[0]}\` at ${stranger.index + 1}`;
  const parts = text.split('-');
  if (parts.length === 1 && !wrapped) {
    return text.length === 32
      ? null
      : `invalid length: expected length 32 for simple format, found ${text.length}`;
  }
  if (parts.length !== 5) return `invalid group count: expected 5, found ${parts.length}`;
  const wrong = parts.findIndex((part, index) => part.length !== groups[index]);
  if (wrong === -1) return null;
  return `invalid group length in group ${wrong}: expected ${groups[wrong]}, found ${parts[wrong]!.length}`;
}

/** The value of a path parameter. */
export function readParameter<Value>(parameters: unknown, name: string, read: Read<Value>): Value {
  const input = (parameters as Readonly<Record<string, unknown>>)[name];
  return accepted(read(input), ['path', name], input);
}

/** The value of one field of a body; other fields are ignored. */
export function readField<Value>(body: unknown, name: string, read: Read<Value>): Value {
  if (body === undefined || body === null)
    throw new ValidationError({ ...missing, loc: ['body'], input: null });
  if (typeof body !== 'object' || Array.isArray(body)) {
    const msg = 'Input should be a valid dictionary or object to extract fields from';
    throw new ValidationError({ type: 'model_attributes_type', loc: ['body'], msg, input: body });
  }
  const loc = ['body', name];
  if (!Object.hasOwn(body, name)) throw new ValidationError({ ...missing, loc, input: body });
  const input = (body as Readonly<Record<string, unknown>>)[name];
  return accepted(read(input), loc, input);
}

const missing = { type: 'missing', msg: 'Field required' };

function accepted<Value>(read: Value | Mistake, loc: readonly string[], input: unknown): Value {
  if (!(read instanceof Mistake)) return read;
  const { type, msg, ctx } = read;
  throw new ValidationError({ type, loc, msg, input, ...(ctx === undefined ? {} : { ctx }) });
}
