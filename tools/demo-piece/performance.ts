import { writeMidiFile, type MidiFileInput } from '@jamnet/jmid';
import { ARPEGGIO_BARS, CADENCE, FINAL, noteNumber, type ArpeggioBar } from './score.js';

/** The score as a pianist might play it: two hands on two channels, weighed voices, pedal, a ritardando at the end. */

const TEMPO_BPM = 88;
const TICKS_PER_QUARTER = 480;
const SIXTEENTH = TICKS_PER_QUARTER / 4;
const BAR = 4 * TICKS_PER_QUARTER;
const TICK_US = Math.round(60_000_000 / TEMPO_BPM) / TICKS_PER_QUARTER;

/** 85 ms, so that a synthesizer has done its reset before the first note. */
const START = 60;
/** What a key is up before the next note of its voice. */
const RELEASE = 10;

const RIGHT_HAND = 1;
const LEFT_HAND = 2;
const HANDS = [RIGHT_HAND, LEFT_HAND];
const SUSTAIN_PEDAL = 64;

/** What each voice is louder than the bar: the bass carries, the top sings. */
const VOICE_WEIGHTS = [8, 0, -3, -1, 5];
/** The second half of a bar repeats the first, as an echo. */
const ECHO = -5;

/** "General MIDI on", without F0 and F7. */
const GENERAL_MIDI_ON = [0x7e, 0x7f, 0x09, 0x01];

interface Played {
  readonly hand: number;
  readonly note: number;
  readonly velocity: number;
  readonly from: number;
  readonly to: number;
}

/** Makes the file. The same bytes every time. */
export function renderDemoPiece(): Uint8Array {
  const events: MidiFileInput[] = [...setUp()];
  const played: Played[] = [];
  let at = START;
  for (const bar of ARPEGGIO_BARS) {
    played.push(...playArpeggio(bar, at), ...playArpeggio(bar, at + BAR / 2));
    events.push(...pedal(at, at + BAR));
    at += BAR;
  }
  const cadence = playCadence(at);
  const final = playFinal(cadence.end);
  played.push(...cadence.played, ...final.played);
  events.push(...pedal(at, cadence.end), ...pedal(cadence.end, final.end));
  events.push(...played.flatMap(keyEvents));
  return writeMidiFile(inOrder(events), {
    ticksPerQuarter: TICKS_PER_QUARTER,
    tempoBpm: TEMPO_BPM,
    name: 'J. S. Bach: Prelude in C major, BWV 846 (shortened)',
  }).bytes;
}

function setUp(): MidiFileInput[] {
  const settings: readonly [number, number, number][] = [
    [7, 100, 100], // volume, right and left
    [10, 74, 54], // pan: the hands a little apart
    [91, 48, 48], // reverberation
  ];
  return [
    timed(0, { type: 'sysex', data: GENERAL_MIDI_ON }),
    ...HANDS.flatMap((channel) => [
      timed(0, { type: 'program_change', channel, program: 0 }),
      ...settings.map(([controller, right, left]) =>
        timed(0, {
          type: 'control_change',
          channel,
          controller,
          value: channel === RIGHT_HAND ? right : left,
        }),
      ),
    ]),
  ];
}

/** Half a bar: bass, tenor, then the three upper voices twice; the lower two are held. */
function playArpeggio({ bar, voices, velocity }: ArpeggioBar, from: number): Played[] {
  const isEcho = (from - START) % BAR !== 0;
  const end = from + BAR / 2 - RELEASE;
  return [0, 1, 2, 3, 4, 2, 3, 4].map((voice, step) => {
    const isHeld = voice < 2;
    const start = from + step * SIXTEENTH;
    const isDownbeat = step === 0 && !isEcho && bar % 4 === 1;
    return {
      hand: isHeld ? LEFT_HAND : RIGHT_HAND,
      note: noteNumber(voices[voice]!),
      velocity: velocity + VOICE_WEIGHTS[voice]! + (isEcho ? ECHO : 0) + (isDownbeat ? 3 : 0),
      from: start,
      to: isHeld ? end : start + SIXTEENTH - RELEASE,
    };
  });
}

/** The bar slows down from sixteenth to sixteenth; its line swells to the top note and dies away. */
function playCadence(from: number): { played: Played[]; end: number } {
  const starts: number[] = [];
  let at = from;
  for (let step = 0; step < 16; step++) {
    starts.push(at);
    at += Math.round(SIXTEENTH * (1 + 0.75 * (step / 15) ** 2));
  }
  const end = at;
  const held = CADENCE.bass.map((name, step) => ({
    hand: LEFT_HAND,
    note: noteNumber(name),
    velocity: CADENCE.velocity + (step === 0 ? 8 : 0),
    from: starts[step]!,
    to: end - RELEASE,
  }));
  const melody = CADENCE.melody.map((name, i) => ({
    hand: RIGHT_HAND,
    note: noteNumber(name),
    velocity: CADENCE.velocity + (i <= 3 ? 3 * i : 9 - 2 * (i - 3)),
    from: starts[i + 2]!,
    to: (starts[i + 3] ?? end) - RELEASE,
  }));
  return { played: [...held, ...melody], end };
}

/** The last chord, gently spread from below and held. */
function playFinal(from: number): { played: Played[]; end: number } {
  const spread = 24;
  const end = from + BAR - SIXTEENTH;
  const names = [...FINAL.bass, ...FINAL.chord];
  const played = names.map((name, i) => ({
    hand: i < FINAL.bass.length ? LEFT_HAND : RIGHT_HAND,
    note: noteNumber(name),
    velocity: FINAL.velocity + (i === 0 ? 6 : 0) + (i === names.length - 1 ? 4 : 0),
    from: from + i * spread,
    to: end,
  }));
  return { played, end };
}

/** Down just behind the first note of a bar, up with its last: one pedal, so both hands' channels get it. */
function pedal(from: number, to: number): MidiFileInput[] {
  return HANDS.flatMap((channel) => [
    timed(from + 30, { type: 'control_change', channel, controller: SUSTAIN_PEDAL, value: 127 }),
    timed(to - 5, { type: 'control_change', channel, controller: SUSTAIN_PEDAL, value: 0 }),
  ]);
}

function keyEvents({ hand: channel, note, velocity, from, to }: Played): MidiFileInput[] {
  return [
    timed(from, { type: 'note_on', channel, note, velocity }),
    timed(to, { type: 'note_off', channel, note, velocity: 64 }),
  ];
}

function timed(tick: number, message: MidiFileInput['message']): MidiFileInput {
  return { timeUs: tick * TICK_US, message };
}

function inOrder(events: readonly MidiFileInput[]): MidiFileInput[] {
  return [...events].sort((a, b) => a.timeUs - b.timeUs);
}
