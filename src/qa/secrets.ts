/** The one choke point for everything that must not be seen. Every sink writes what `redact` returns. */
export interface Secrets {
  /** From now on this value, and its percent, base64, base64url and JSON-escaped forms, never leave the process. */
  readonly add: (value: string) => void;
  readonly redact: (text: string) => string;
}
