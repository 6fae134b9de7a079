import type { JmidEvent, MidiStateChannel } from '@jamnet/schemas';
import { DUPLICATE_WINDOW } from '@jamnet/toast';
import { serialDistance } from '@jamnet/wire';
import { scaleDown } from '../v1/scaling.js';

const KEYS = 128;
const UNKNOWN = -1;
const ALL_SOUND_OFF = 120;
const RESET_CONTROLLERS = 121;
const ALL_NOTES_OFF = 123;
const CENTRE = 8192;
/** Damper, sostenuto, hold 2: while one is down, notes sound on after their note-off. */
export const HOLD_PEDALS = [64, 66, 69] as const;
/** Modulation, expression, four pedals, and no registered or assignable controller chosen. */
const CONTROLLERS_AFTER_RESET = [
  [1, 0],
  [11, 127],
  [64, 0],
  [65, 0],
  [66, 0],
  [67, 0],
  [98, 127],
  [99, 127],
  [100, 127],
  [101, 127],
] as const;
const SINGLES = { program: 0, bend: 1, pressure: 2 } as const;
type Single = keyof typeof SINGLES;
/** From here on controllers are commands and no state (spec/jmid/v1, section 2). */
export const FIRST_COMMAND = 120;

/**
 * What sounds and stands on one channel, and which event said so. The same on both sides: a sender repeats it, a receiver
 * compares it. Values have MIDI 1.0's width: those of MIDI 2.0 are scaled down.
 */
export class ChannelState {
  readonly held = new Uint8Array(KEYS);
  /** Sequence of the event that last turned a note on or off, plus one; 0 before the first. */
  readonly noteSequences = new Float64Array(KEYS);
  readonly controllers = new Int16Array(KEYS).fill(UNKNOWN);
  readonly controllerSequences = new Float64Array(KEYS);
  program = UNKNOWN;
  bend = UNKNOWN;
  pressure = UNKNOWN;
  /** Sequences of program, bend and pressure, plus one. */
  readonly singleSequences = new Float64Array(3);
  heldCount = 0;

  constructor(
    readonly group: number,
    readonly channel: number,
  ) {}

  hold(note: number, on: boolean): void {
    if ((this.held[note] === 1) === on) return;
    this.held[note] = on ? 1 : 0;
    this.heldCount += on ? 1 : -1;
  }

  /** Whether a note is held, or a pedal that lets notes sound on. */
  get hangs(): boolean {
    return this.heldCount > 0 || HOLD_PEDALS.some((pedal) => this.controllers[pedal] > 0);
  }

  /** All notes off: those that no newer event has started end, and older note-ons will not start any. */
  endNotes(sequence: number): void {
    for (let note = 0; note < KEYS; note++) {
      if (isOlder(sequence, this.noteSequences[note])) continue;
      this.noteSequences[note] = sequence + 1;
      this.hold(note, false);
    }
  }

  control(controller: number, value: number, sequence: number): boolean {
    if (isOlder(sequence, this.controllerSequences[controller])) return false;
    this.controllerSequences[controller] = sequence + 1;
    if (controller < FIRST_COMMAND) this.controllers[controller] = value;
    return true;
  }

  set(what: Single, value: number, sequence: number): boolean {
    if (isOlder(sequence, this.singleSequences[SINGLES[what]])) return false;
    this.singleSequences[SINGLES[what]] = sequence + 1;
    this[what] = value;
    return true;
  }

  /** Reset all controllers: what is known of these goes back, volume, pan, program and sounds stay (MIDI RP-015). */
  resetControllers(sequence: number): void {
    for (const [controller, value] of CONTROLLERS_AFTER_RESET)
      if (this.controllers[controller] >= 0) this.control(controller, value, sequence);
    if (this.bend >= 0) this.set('bend', CENTRE, sequence);
    if (this.pressure >= 0) this.set('pressure', 0, sequence);
  }

  /** A system reset: nothing is known any more but what a newer event has said. */
  forget(sequence: number): void {
    this.endNotes(sequence);
    for (let controller = 0; controller < FIRST_COMMAND; controller++)
      this.control(controller, UNKNOWN, sequence);
    for (const what of ['program', 'bend', 'pressure'] as const) this.set(what, UNKNOWN, sequence);
  }

  /** The channel as a state line has it; undefined when nothing was ever said on it. */
  snapshot(): MidiStateChannel | undefined {
    const notes: number[] = [];
    const controllers: [number, number][] = [];
    for (let key = 0; key < KEYS; key++) {
      if (this.held[key] === 1) notes.push(key);
      if (this.controllers[key] >= 0) controllers.push([key, this.controllers[key]]);
    }
    const { group, channel, program, bend, pressure } = this;
    if (notes.length + controllers.length === 0 && program < 0 && bend < 0 && pressure < 0)
      return undefined;
    return {
      ...(group === 1 ? {} : { group }),
      channel,
      notes,
      controllers,
      ...(program < 0 ? {} : { program }),
      ...(bend < 0 ? {} : { bend }),
      ...(pressure < 0 ? {} : { pressure }),
    };
  }
}

/** All channels of a stream that have been spoken of. */
export interface StreamState {
  readonly channels: ReadonlyMap<number, ChannelState>;
  readonly heldCount: number;
  /** Whether a note or a pedal is held anywhere. */
  readonly hangs: boolean;
  channel(group: number, channel: number): ChannelState;
  /**
   * Applies an event. False when a newer one about the same thing has been applied before: then it must not sound. Events that carry no
   * state are always applied.
   */
  apply(event: JmidEvent, sequence: number): boolean;
}

export function createStreamState(): StreamState {
  return new State();
}

class State implements StreamState {
  readonly channels = new Map<number, ChannelState>();
  /** Sequence of the last system reset, plus one. */
  #reset = 0;

  get heldCount(): number {
    let sum = 0;
    for (const channel of this.channels.values()) sum += channel.heldCount;
    return sum;
  }

  get hangs(): boolean {
    for (const channel of this.channels.values()) if (channel.hangs) return true;
    return false;
  }

  channel(group: number, channel: number): ChannelState {
    const key = group * 16 + channel;
    let state = this.channels.get(key);
    if (state === undefined) {
      state = new ChannelState(group, channel);
      this.channels.set(key, state);
    }
    return state;
  }

  apply(event: JmidEvent, sequence: number): boolean {
    if (!('channel' in event)) {
      if (event.type === 'reset') this.#systemReset(sequence);
      return true;
    }
    if (isOlder(sequence, this.#reset)) return false;
    const channel = this.channel(event.group ?? 1, event.channel);
    switch (event.type) {
      case 'note_on':
        return note(channel, event.note, event.velocity > 0, sequence);
      case 'midi2_note_on':
        return note(channel, event.note, true, sequence);
      case 'note_off':
      case 'midi2_note_off':
        return note(channel, event.note, false, sequence);
      case 'control_change':
        return controller(channel, event.controller, event.value, sequence);
      case 'midi2_control_change':
        return controller(channel, event.controller, scaleDown(event.value, 32, 7), sequence);
      case 'program_change':
        return channel.set('program', event.program, sequence);
      case 'midi2_program_change':
        return program2(channel, event.program, event.bank, sequence);
      case 'pitch_bend':
        return channel.set('bend', event.bend, sequence);
      case 'midi2_pitch_bend':
        return channel.set('bend', scaleDown(event.bend, 32, 14), sequence);
      case 'channel_pressure':
        return channel.set('pressure', event.pressure, sequence);
      case 'midi2_channel_pressure':
        return channel.set('pressure', scaleDown(event.pressure, 32, 7), sequence);
      default:
        return true;
    }
  }

  #systemReset(sequence: number): void {
    if (isOlder(sequence, this.#reset)) return;
    this.#reset = sequence + 1;
    for (const channel of this.channels.values()) channel.forget(sequence);
  }
}

function note(channel: ChannelState, key: number, on: boolean, sequence: number): boolean {
  if (isOlder(sequence, channel.noteSequences[key])) return false;
  channel.noteSequences[key] = sequence + 1;
  channel.hold(key, on);
  return true;
}

function controller(
  channel: ChannelState,
  number: number,
  value: number,
  sequence: number,
): boolean {
  if (!channel.control(number, value, sequence)) return false;
  if (number === RESET_CONTROLLERS) channel.resetControllers(sequence);
  // All sound off, all notes off and the four mode messages, which imply it.
  else if (number === ALL_SOUND_OFF || number >= ALL_NOTES_OFF) channel.endNotes(sequence);
  return true;
}

function program2(
  channel: ChannelState,
  program: number,
  bank: number | undefined,
  sequence: number,
): boolean {
  if (!channel.set('program', program, sequence)) return false;
  if (bank !== undefined) {
    channel.control(0, bank >> 7, sequence);
    channel.control(32, bank & 127, sequence);
  }
  return true;
}

/** Whether `sequence` comes before the event that `storedPlusOne` remembers; sequences wrap. */
function isOlder(sequence: number, storedPlusOne: number): boolean {
  if (storedPlusOne === 0) return false;
  const ahead = serialDistance(sequence, storedPlusOne - 1);
  // Older ones do not get past the duplicate filter: what seems further back was said half a round of the sequences ago.
  return ahead < 0 && ahead > -DUPLICATE_WINDOW;
}
