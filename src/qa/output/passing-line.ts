import { eraseLine } from './terminal-controls.ts';

/** After so long without news people wonder whether something is wrong. Milliseconds. */
const silenceMs = 3_000;
const beatMs = 1_000;

/** The line on a terminal that says what goes on, and for how long already where nothing new comes. */
export interface PassingLine {
  /** Shows it, in place of the one before. */
  readonly show: (line: string) => void;
  /** Shows it only once it was silent for long. */
  readonly await: (line: string) => void;
  /** Takes it away for something else, and goes on waiting. */
  readonly giveWay: () => void;
  /** Takes it away: what follows needs the terminal for itself, or has ended. */
  readonly end: () => void;
}

/** `write` sends to the terminal, of so many columns. */
export function createPassingLine(write: (text: string) => void, columns: number): PassingLine {
  let isDrawn = false;
  let beat: NodeJS.Timeout | null = null;
  let since = 0;

  const draw = (line: string, end = ''): void => {
    const room = Math.max(columns - 1 - end.length, 0);
    write(`${isDrawn ? eraseLine : ''}${line.slice(0, room)}${end}`);
    isDrawn = true;
  };
  const erase = (): void => {
    if (isDrawn) write(eraseLine);
    isDrawn = false;
    since = performance.now();
  };
  const end = (): void => {
    if (beat !== null) clearInterval(beat);
    beat = null;
    erase();
  };
  const wait = (line: string): void => {
    end();
    beat = setInterval(() => {
      const silentMs = performance.now() - since;
      if (silentMs >= silenceMs) draw(line, ` (${Math.floor(silentMs / 1_000)} s)`);
    }, beatMs);
    // Whoever is waited for holds the process, not the line about it.
    beat.unref();
  };
  return {
    show: (line) => {
      wait(line);
      draw(line);
    },
    await: wait,
    giveWay: erase,
    end,
  };
}
