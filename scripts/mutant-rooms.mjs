/**
 * A reporter for Stryker: what nobody noticed, a line each, and a table by folder. Mutants that no test
 * reaches are counted as unnoticed in the same proportion as those that are tried.
 */
export const rooms = {
  onMutationTestReportReady({ files }) {
    const counted = new Map();
    for (const [file, { source, mutants }] of Object.entries(files)) {
      const room = file.split('/').slice(0, -1).slice(0, 4).join('/');
      const counts = counted.get(room) ?? { noticed: 0, survived: 0, unreached: 0, outside: 0 };
      counted.set(room, counts);
      for (const { status, location, mutatorName, replacement } of mutants) {
        counts[columnOf[status] ?? 'left']++;
        if (status !== 'Survived' && status !== 'NoCoverage') continue;
        const change = `${oneLine(cut(source, location))} -> ${oneLine(replacement ?? mutatorName)}`;
        const { line, column } = location.start;
        say(`${status === 'Survived' ? 'alive' : 'unreached'} ${file}:${line}:${column} ${change}`);
      }
    }
    say('\nroom | tried | noticed | of those reached\n--- | --: | --: | --:');
    for (const [room, counts] of [...counted].toSorted()) say(rowOf(room, counts));
  },
};

const columnOf = {
  Killed: 'noticed',
  Timeout: 'noticed',
  Survived: 'survived',
  NoCoverage: 'unreached',
  RuntimeError: 'outside',
};

function rowOf(room, { noticed, survived, unreached, outside }) {
  const tried = noticed + survived;
  const ofReached = noticed / tried;
  const reached = tried + outside;
  const percent = (share) => (Number.isNaN(share) ? '-' : (100 * share).toFixed(0));
  return [room, tried, percent((ofReached * reached) / (reached + unreached)), percent(ofReached)].join(
    ' | ',
  );
}

/** The text of a place; lines and columns count from one. */
function cut(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join('\n');
}

function oneLine(text) {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
