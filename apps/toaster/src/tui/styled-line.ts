/** How a stretch of text looks: the names of ink, which leaves colours out where the terminal has none. */
export interface Span {
  readonly text: string;
  readonly color?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
}

/** One row of the terminal. */
export type StyledLine = readonly Span[];

export const Colour = {
  toast: '#f2b45c',
  good: '#57c98a',
  busy: '#f2b84b',
  bad: '#ff8b82',
  copies: '#6cc7f5',
  jellie: '#c4a5ff',
  soft: '#b3b9c4',
} as const;

export function span(text: string, style: Omit<Span, 'text'> = {}): Span {
  return { text, ...style };
}

export function lineLength(line: StyledLine): number {
  return line.reduce((sum, { text }) => sum + [...text].length, 0);
}

/** Cuts off what does not fit, with `…` at the end. */
export function fitLine(line: StyledLine, columns: number): StyledLine {
  if (lineLength(line) <= columns) return line;
  const fitted: Span[] = [];
  let left = columns - 1;
  for (const part of line) {
    const characters = [...part.text];
    if (characters.length > left) {
      fitted.push({ ...part, text: `${characters.slice(0, Math.max(0, left)).join('')}…` });
      break;
    }
    fitted.push(part);
    left -= characters.length;
  }
  return fitted;
}

/** One part at the left and one at the right end; the left one gives way. */
export function apart(left: StyledLine, right: StyledLine, columns: number): StyledLine {
  const room = columns - lineLength(right) - 1;
  const fitted = fitLine(left, Math.max(0, room));
  return [
    ...fitted,
    span(' '.repeat(Math.max(1, columns - lineLength(fitted) - lineLength(right)))),
    ...right,
  ];
}

/** Exactly that wide: cut or filled up. */
export function cell(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const characters = [...text];
  if (characters.length > columns) return `${characters.slice(0, columns - 1).join('')}…`;
  const filling = ' '.repeat(columns - characters.length);
  return side === 'left' ? text + filling : filling + text;
}

export function rule(columns: number): StyledLine {
  return [span('─'.repeat(columns), { dimColor: true })];
}
