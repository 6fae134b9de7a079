/** How a character looks. Colours are indexes into the terminal's 256: 16-255 look alike everywhere. */
export interface Ink {
  readonly fg?: number;
  readonly bg?: number;
  readonly bold?: boolean;
  /** The character that a terminal without colour is shown instead, where the colours carry the meaning. */
  readonly plain?: string;
}

/** How much of an {@link Ink} a terminal is shown. `plain` is for NO_COLOR: shapes and letters alone. */
export type ColourMode = 'colour' | 'plain';

export const RESET = '\u001b[0m';

/** The escape sequence that switches from anything to `ink`. */
export function inkSequence(ink: Ink): string {
  const codes = ['0'];
  if (ink.bold) codes.push('1');
  if (ink.fg !== undefined) codes.push('38', '5', String(ink.fg));
  if (ink.bg !== undefined) codes.push('48', '5', String(ink.bg));
  return `\u001b[${codes.join(';')}m`;
}

export const Palette = {
  plain: {},
  text: { fg: 252 },
  strong: { fg: 255, bold: true },
  faint: { fg: 243 },
  rule: { fg: 238 },
  title: { fg: 215, bold: true },
  good: { fg: 114 },
  warn: { fg: 214 },
  bad: { fg: 203, bold: true },
  accent: { fg: 80 },
  loss: { fg: 174 },
} as const satisfies Readonly<Record<string, Ink>>;

/** Colours of the voices, one per MIDI channel in turn: bright while the note sounds, soft once it has ended. */
const VOICES: ReadonlyArray<{ readonly bright: number; readonly soft: number }> = [
  { bright: 80, soft: 30 },
  { bright: 147, soft: 61 },
  { bright: 114, soft: 65 },
  { bright: 213, soft: 132 },
  { bright: 111, soft: 25 },
  { bright: 158, soft: 72 },
];

export const REPAIRED_COLOUR = 214;
export const LATE_COLOUR = 203;

/** What stands for the colour of a note's beginning where there is none. */
export const PLAIN_ARRIVAL = { direct: '▀', repaired: '◆', late: '×' } as const;

export function voiceColour(channel: number, sounding: boolean): number {
  const voice = VOICES[(Math.max(1, channel) - 1) % VOICES.length];
  return sounding ? voice.bright : voice.soft;
}
