/** Cuts a stream of bytes into the messages in it. */
export interface FrameReader {
  push(chunk: Buffer): void;
  /** Messages that were longer than allowed and were left out. */
  readonly tooLong: number;
}

export interface FrameReaderOptions {
  /** The byte that ends a message: 0 on the browser's pipe, a line feed on the engine's. */
  readonly separator: number;
  /** The longest message that is kept while it comes in, bytes. */
  readonly maxBytes: number;
  readonly onFrame: (text: string) => void;
}

/** Messages may come in pieces or several at once, and a piece may end within a character. Holds at most `maxBytes`. */
export function createFrameReader(options: FrameReaderOptions): FrameReader {
  const { separator, maxBytes, onFrame } = options;
  let pieces: Buffer[] = [];
  let held = 0;
  let skipping = false;
  let tooLong = 0;

  function hold(piece: Buffer): void {
    if (skipping || piece.length === 0) return;
    if (held + piece.length > maxBytes) {
      skipping = true;
      tooLong += 1;
      pieces = [];
      held = 0;
      return;
    }
    pieces.push(piece);
    held += piece.length;
  }

  function finish(): void {
    const whole = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    const wanted = !skipping && whole.length > 0;
    pieces = [];
    held = 0;
    skipping = false;
    if (wanted) onFrame(whole.toString('utf8'));
  }

  return {
    push(chunk) {
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(separator, start);
        if (end < 0) break;
        hold(chunk.subarray(start, end));
        finish();
        start = end + 1;
      }
      hold(chunk.subarray(start));
    },
    get tooLong() {
      return tooLong;
    },
  };
}
