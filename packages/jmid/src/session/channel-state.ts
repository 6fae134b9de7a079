import type { JmidEvent, MidiStateChannel } from '@jamnet/schemas';

const KEYS = 128;
const UNKNOWN = -1;

/**
 * What sounds and stands on one channel, and which event said so. The same on both sides: a sender repeats it, a receiver
 * compares it. Values have MIDI 1.0's width; MIDI 2.0 controllers are not part of it.
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

const SINGLES = { program: 0, bend: 1, pressure: 2 } as const;
type Single = keyof typeof SINGLES;

class State implements StreamState {
  readonly channels = new Map<number, ChannelState>();

  get heldCount(): number {
    let sum = 0;
    for (const channel of this.channels.values()) sum += channel.heldCount;
    return sum;
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
    switch (event.type) {
      case 'note_on':
        return this.#note(event.group, event.channel, event.note, event.velocity > 0, sequence);
      case 'midi2_note_on':
        return this.#note(event.group, event.channel, event.note, true, sequence);
      case 'note_off':
      case 'midi2_note_off':
        return this.#note(event.group, event.channel, event.note, false, sequence);
      case 'control_change':
        return this.#controller(
          event.group,
          event.channel,
          event.controller,
          event.value,
          sequence,
        );
      case 'program_change':
        return this.#single(event.group, event.channel, 'program', event.program, sequence);
      case 'pitch_bend':
        return this.#single(event.group, event.channel, 'bend', event.bend, sequence);
      case 'channel_pressure':
        return this.#single(event.group, event.channel, 'pressure', event.pressure, sequence);
      case 'reset':
        this.channels.clear();
        return true;
      default:
        return true;
    }
  }

  #note(group = 1, channel: number, note: number, on: boolean, sequence: number): boolean {
    const state = this.channel(group, channel);
    if (isOlder(sequence, state.noteSequences[note])) return false;
    state.noteSequences[note] = sequence + 1;
    state.hold(note, on);
    return true;
  }

  #controller(
    group = 1,
    channel: number,
    controller: number,
    value: number,
    sequence: number,
  ): boolean {
    const state = this.channel(group, channel);
    if (isOlder(sequence, state.controllerSequences[controller])) return false;
    state.controllerSequences[controller] = sequence + 1;
    state.controllers[controller] = value;
    // All sound off, all notes off and the four mode messages, which imply it.
    if (controller === 120 || controller >= 123) {
      for (let note = 0; note < KEYS; note++) {
        if (isOlder(sequence, state.noteSequences[note])) continue;
        state.noteSequences[note] = sequence + 1;
        state.hold(note, false);
      }
    }
    return true;
  }

  #single(group = 1, channel: number, what: Single, value: number, sequence: number): boolean {
    const state = this.channel(group, channel);
    if (isOlder(sequence, state.singleSequences[SINGLES[what]])) return false;
    state.singleSequences[SINGLES[what]] = sequence + 1;
    state[what] = value;
    return true;
  }
}

/** Whether `sequence` comes before the event that `storedPlusOne` remembers; sequences wrap. */
function isOlder(sequence: number, storedPlusOne: number): boolean {
  return storedPlusOne > 0 && ((sequence - (storedPlusOne - 1)) | 0) < 0;
}
