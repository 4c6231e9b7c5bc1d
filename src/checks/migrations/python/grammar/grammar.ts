import { words } from './words.ts';
import { next, shown } from './expect.ts';
import { Signs } from './signs.ts';

/**
 * Follows the tokens of one statement, and says of each that cannot stand where it stands why. It takes a
 * little more than Python does, and never less.
 */
export class Grammar extends Signs {
  /** A `;`, or the end of the line outside of brackets. */
  end(isLine: boolean): string | null {
    const { state } = this;
    if (this.head !== words.none && !this.hasColon && state !== next.statement) {
      if (
        state === next.operator ||
        state === next.valueOrEnd ||
        state >= next.signature ||
        state === next.colon
      )
        return `":" is missing at the end of "${this.headName}"`;
    }
    if (this.lambda > 0) return '":" is missing behind "lambda"';
    switch (state) {
      case next.statement:
        if (!isLine) return '";" stands behind no statement';
        break;
      case next.operator:
      case next.valueOrEnd:
      case next.end:
        break;
      case next.starred:
        if (this.kind === words.from) break;
        return this.misplacedEnd();
      default:
        return this.misplacedEnd();
    }
    this.opensBlock = this.hasColon && state === next.statement && this.previous === ':';
    this.state = next.statement;
    this.kind = words.none;
    this.isAnnotated = false;
    this.isBehind = true;
    this.wasLiteral = null;
    return null;
  }

  protected misplacedEnd(): string {
    if (this.state === next.module || this.state === next.moduleName)
      return '"import" is missing at the end of the line';
    return `something is missing behind ${shown(this.previous)}`;
  }

  /** Makes it ready for another line. */
  reset(): void {
    this.opensBlock = false;
    this.kind = words.none;
    this.head = words.none;
    this.firstName = '';
    this.tokens = 0;
    this.state = next.statement;
    this.isBehind = false;
    this.hasColon = false;
    this.isAnnotated = false;
    this.wasLiteral = null;
    this.open.length = 0;
    this.run = 0;
    this.lambdas.length = 1;
    this.lambdas[0] = 0;
  }
}
