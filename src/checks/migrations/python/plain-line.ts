/**
 * The lines that most revisions consist of, each as a whole: an import, an assignment, a call such as
 * `op.add_column("t", sa.Column("a", sa.Text(), nullable=False))`, a text. One match in place of a walk over
 * their tokens takes a fraction of the time; whatever else a line is, the grammar tells.
 */
const others =
  'and|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|global|if|in|is|' +
  'lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield';
/** Looked for behind the match, which is quicker; one in a text sends the line to the grammar. */
const keyword = new RegExp(`\\b(?:as|from|import|${others})\\b`);
/** What an import that brings one of them, or a function of that name, means, is told elsewhere. */
const variables = 'revision|down_revision|branch_labels|depends_on';
const notImported = new RegExp(`\\b(?:${others}|False|None|True|${variables})\\b`);

const name = String.raw`[A-Za-z_]\w*(?!["'\u0080-\uffff])`;
/** What a value can be given to. */
const target = String.raw`(?!(?:False|None|True)\b)${name}`;
const dotted = String.raw`${name}(?:\.${name})*`;
const text = String.raw`(?:"[^"\\\n]*"(?!")|'[^'\\\n]*'(?!'))`;
const longText = String.raw`"""(?:[^"\\]|"(?!""))*"""`;
const number = String.raw`(?:0|[1-9]\d*)(?![\w.\u0080-\uffff])`;
/** Between brackets a line may end anywhere. */
const gap = String.raw`[ \n]*`;
const comma = String.raw`${gap}(?:,${gap}|(?=[)\]]))`;
const atom = String.raw`(?:${text}|${longText}|${number}|${dotted}(?:\(\))?)`;
const list = String.raw`\[${gap}(?:${atom}${comma})+\]`;
/** Arguments with names stand behind those without. */
const call = (value: string): string =>
  String.raw`${dotted}\(${gap}(?:(?!\w+ *=)${value}${comma})*(?:${target}=${value}${comma})*\)`;
const value = (inner: string): string => `(?:${call(inner)}|${list}|${atom})`;
const parameters = String.raw`${dotted}(?:\[${dotted}(?:, ${dotted}(?:\[${dotted}\])?)*\])?`;
const alias = `(?: as ${name})?`;
const rest = String.raw` *(?:#[^\n]*)?(?:\n|$)`;

const importLine = new RegExp(
  `(?:from ${dotted} import ${name}${alias}(?:, ${name}${alias})*|` +
    `import ${dotted}${alias}(?:, ${dotted}${alias})*)${rest}`,
  'y',
);
const plainLine = new RegExp(
  `(?:${target}(?:: *${parameters})? *= *)?${value(value(value(atom)))}${rest}`,
  'y',
);
const notNamed = new RegExp(`\\b(?:as|from|import|${others.replace('def|', '')}|${variables})\\b`);
const plainHead = new RegExp(String.raw`def ${target}\(\)(?: *-> *${dotted})? *:${rest}`, 'y');

/** The offset behind such a line; 0 where it is not as plain. */
export function plainLineEnd(source: string, start: number): number {
  return endOf(plainLine, keyword, source, start);
}

/** The same of an import that brings nothing that Alembic looks for. */
export function plainImportEnd(source: string, start: number): number {
  return endOf(importLine, notImported, source, start);
}

/** The same of `def upgrade() -> None:`. */
export function plainHeadEnd(source: string, start: number): number {
  return endOf(plainHead, notNamed, source, start);
}

function endOf(form: RegExp, without: RegExp, source: string, start: number): number {
  form.lastIndex = start;
  if (!form.test(source)) return 0;
  const end = form.lastIndex;
  return without.test(source.slice(start, end)) ? 0 : end;
}
