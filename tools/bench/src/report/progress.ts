/** Says how far a long run is: over and over on one line of a terminal, otherwise every few seconds on lines of their own. */
export interface Progress {
  say(text: string): void;
  /** Ends the line, so that what follows starts on a new one. */
  end(): void;
}

const BETWEEN_LINES_MS = 10_000;

export function createProgress(label: string): Progress {
  const { stderr } = process;
  const live = stderr.isTTY === true;
  let lastMs = -Infinity;
  return {
    say(text) {
      const nowMs = performance.now();
      if (live) stderr.write(`\r\u001b[K${label}: ${text}`);
      else if (nowMs - lastMs >= BETWEEN_LINES_MS) {
        stderr.write(`${label}: ${text}\n`);
        lastMs = nowMs;
      }
    },
    end() {
      if (live) stderr.write('\r\u001b[K');
    },
  };
}
