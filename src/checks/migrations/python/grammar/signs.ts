import { words, type Word } from './words.ts';
import { brackets, next, shown, type Bracket, type Opened } from './expect.ts';
import { Keywords } from './keywords.ts';
import { soft } from './line.ts';

/** Heads that take one value. */
const single: ReadonlySet<Word> = new Set([words.if, words.elif, words.while, words.def, words.class]);
const augmented = /^(?:[-+*/%&|^@]|\*\*|\/\/|<<|>>)=$/;
/** More tokens than the name of an argument. */
const several = 10;
const closes: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where brackets and operators may stand. */
export class Signs extends Keywords {
  opening(sign: string, at: number): string | null {
    const { state } = this;
    let kind: Bracket = sign === '(' ? brackets.group : sign === '[' ? brackets.list : brackets.brace;
    if (state === next.operator || state === next.parameters) {
      if (sign === '{') {
        const wrong = this.softly(sign);
        if (wrong !== null) return wrong;
      } else if (sign === '(') kind = brackets.call;
      else kind = this.tokens === 1 && soft.has(this.firstName) ? brackets.either : brackets.subscript;
    } else if (
      state === next.attribute ||
      state === next.module ||
      state === next.name ||
      state === next.end ||
      state === next.colon ||
      state > next.starred
    )
      return this.misplaced(sign);
    this.took(next.first, sign);
    this.run = 0;
    this.open.push({ sign, at, kind, isNamed: false, isStarred: false, wasNamed: false });
    this.lambdas.push(0);
    return null;
  }

  closing(sign: string): string | null {
    const opened = this.open.at(-1);
    if (opened === undefined) return `"${sign}" closes nothing`;
    const { state } = this;
    const mayClose =
      state === next.operator ||
      state === next.valueOrEnd ||
      state === next.slice ||
      (state === next.first && opened.kind !== brackets.subscript);
    if (closes[opened.sign] !== sign) return `"${sign}" closes no "${opened.sign}"`;
    if (!mayClose) return this.misplaced(sign);
    if ((this.lambdas.pop() ?? 0) > 0) return '":" is missing behind "lambda"';
    const wrong = this.endArgument(opened);
    if (wrong !== null) return wrong;
    this.open.pop();
    const isOfHead = this.kind === words.def && this.depth === 0;
    this.took(isOfHead ? (sign === ')' ? next.signature : next.parameters) : next.operator, sign);
    this.run = several;
    return null;
  }

  protected endArgument(opened: Opened): string | null {
    const isGiven = opened.isNamed || opened.isStarred || this.state !== next.operator;
    if (opened.kind === brackets.call && !isGiven && opened.wasNamed && !this.inParameters)
      return `an argument without a name, ${shown(this.previous)}, stands behind one with a name`;
    opened.wasNamed ||= opened.isNamed;
    opened.isNamed = false;
    opened.isStarred = false;
    return null;
  }

  sign(sign: string): string | null {
    if (this.kind === words.from && this.state === next.operator && sign !== ',') return this.misplaced(sign);
    switch (sign) {
      case '.':
        if (this.state === next.module) return this.took(next.module, sign);
        if (this.state === next.moduleName) return this.took(next.modulePart, sign);
        return this.state === next.operator ? this.took(next.attribute, sign) : this.misplaced(sign);
      case '...':
        return this.state === next.module ? this.took(next.module, sign) : this.value(sign, false);
      case ',':
        return this.comma();
      case ':':
        return this.colon();
      case '=':
        return this.equals();
      case ':=':
        if (this.depth === 0 && this.kind === words.none && this.head === words.none)
          return '":=" has to stand in brackets here';
        return this.behind(sign);
      case '->':
        if (this.state !== next.signature) return this.misplaced(sign);
        this.kind = words.none;
        return this.took(next.value, sign);
      case '~':
        return this.before(sign, next.value);
      case '@':
      case '+':
      case '-':
      case '**':
      case '*':
        return this.either(sign);
      case '/':
        // `def f(a, /, b)`
        if (this.state === next.valueOrEnd && (this.inParameters || this.lambda > 0))
          return this.took(next.operator, sign);
        return this.behind(sign);
      default:
        if (!augmented.test(sign)) return this.behind(sign);
        return this.mayAssign ? this.behind(sign) : this.misplaced(sign);
    }
  }

  /** `-` is an operator behind a value, and belongs to the value behind it anywhere else. */
  protected either(sign: string): string | null {
    if (this.state === next.operator) return this.took(next.value, sign);
    if (sign === '@') return this.tokens === 0 ? this.took(next.value, sign) : this.misplaced(sign);
    const opened = this.open.at(-1);
    if (opened !== undefined && this.run === 0 && sign.startsWith('*')) opened.isStarred = true;
    return this.before(sign, sign === '*' ? next.starred : next.value);
  }

  protected comma(): string | null {
    const { state } = this;
    if (state !== next.operator && state !== next.slice && state !== next.starred) return this.misplaced(',');
    const opened = this.open.at(-1);
    if (opened !== undefined) {
      const wrong = this.lambda > 0 ? null : this.endArgument(opened);
      if (wrong !== null) return wrong;
    } else if (this.lambda === 0 && !this.hasColon && single.has(this.head))
      return `"," cannot stand in "${this.headName}"`;
    this.took(next.valueOrEnd, ',');
    this.run = 0;
    return null;
  }

  protected equals(): string | null {
    // `x, = one`
    const isTuple = this.state === next.valueOrEnd && this.previous === ',' && this.mayAssign;
    if (this.state !== next.operator && !isTuple) return this.misplaced('=');
    const opened = this.open.at(-1);
    const kind = opened?.kind;
    const isDefault =
      this.lambda > 0 ||
      (kind === brackets.call && this.inParameters) ||
      (kind === brackets.subscript &&
        this.depth === 1 &&
        (this.head !== words.none || this.firstName === 'type'));
    if (isDefault) return this.took(next.value, '=');
    if (opened !== undefined && kind === brackets.call) {
      if (this.run > 1 || this.wasLiteral !== null)
        return 'a value is given to what is not a name: "==" compares';
      opened.isNamed = true;
      return this.took(next.value, '=');
    }
    if (!this.mayAssign) {
      return this.depth === 0 && this.head !== words.none && !this.hasColon
        ? `"=" cannot stand in "${this.headName}": "==" compares`
        : '"=" cannot stand here';
    }
    if (this.wasLiteral !== null && !this.isAnnotated)
      return `nothing can be assigned to ${this.previous}: it is a value`;
    return this.took(next.value, '=');
  }

  protected colon(): string | null {
    const { state } = this;
    const isWhole = state === next.operator || state === next.valueOrEnd || state === next.signature;
    if (this.lambda > 0) {
      if (!isWhole) return this.misplaced(':');
      this.lambdas[this.depth] = this.lambda - 1;
      return this.took(next.value, ':');
    }
    const opened = this.open.at(-1);
    if (opened !== undefined) {
      const isSliced = opened.kind === brackets.subscript || opened.kind === brackets.either;
      if (isSliced && (isWhole || state === next.first || state === next.slice))
        return this.took(next.slice, ':');
      const isPair = opened.kind === brackets.brace || (opened.kind === brackets.call && this.inParameters);
      if (!isPair || state !== next.operator || opened.isNamed) return this.misplaced(':');
      opened.isNamed = opened.kind === brackets.brace;
      return this.took(next.value, ':');
    }
    const isSoft = this.kind === words.none && (this.firstName === 'match' || this.firstName === 'case');
    if (isSoft && !this.hasColon && this.head === words.none && state === next.operator)
      this.beginBlock(words.with, this.firstName);
    if (this.head !== words.none && !this.hasColon) {
      if (!isWhole && state !== next.colon) return this.misplaced(':');
      this.hasColon = true;
      this.isBehind = true;
      this.kind = words.none;
      return this.took(next.statement, ':');
    }
    if (!this.mayAssign || this.isAnnotated || state !== next.operator) return '":" cannot stand here';
    this.isAnnotated = true;
    return this.took(next.value, ':');
  }
}
