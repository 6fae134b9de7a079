import { type AudioRing, createAudioRingRecord, openAudioRing } from '@jamnet/wire';
import { latenessBucket } from '../lateness.js';
import { MOST_VOICES, type PortState, VoiceState } from '../port-state.js';
import { PeriodClock } from './period-clock.js';

/** Frames that the Web Audio API moves at a time. */
export const PERIOD_FRAMES = 128;
const MOST_CHANNELS = 64;

export interface MoverRings {
  readonly output: SharedArrayBuffer | undefined;
  readonly input: SharedArrayBuffer | undefined;
}

/** Moves what is played out of its ring and what is recorded into its own, a period at a time. Allocates nothing but for a voice that is new. */
export class PeriodMover {
  readonly #state: PortState;
  readonly #periodNs: number;
  readonly #sampleRate: number;
  readonly #clock: PeriodClock;
  readonly #output: AudioRing | undefined;
  readonly #input: AudioRing | undefined;
  readonly #voices = new Array<AudioRing | undefined>(MOST_VOICES).fill(undefined);
  readonly #frames = new Float32Array(PERIOD_FRAMES * MOST_CHANNELS);
  readonly #record = createAudioRingRecord();
  #inputPosition = 0;

  constructor(state: PortState, rings: MoverRings, sampleRate: number) {
    const { output, input } = rings;
    this.#state = state;
    this.#sampleRate = sampleRate;
    this.#periodNs = (PERIOD_FRAMES * 1e9) / sampleRate;
    this.#clock = new PeriodClock(this.#periodNs);
    this.#output = output && openAudioRing(new Uint8Array(output));
    this.#input = input && openAudioRing(new Uint8Array(input));
  }

  addVoice(index: number, buffer: SharedArrayBuffer): void {
    this.#voices[index] = openAudioRing(new Uint8Array(buffer));
  }

  /** What was recorded and what is to be played: a list of frames for each channel. */
  move(recorded: readonly Float32Array[], played: readonly Float32Array[], nowNs: number): void {
    const state = this.#state;
    const dueNs = this.#clock.at(nowNs);
    if (this.#clock.restarted) this.#restart(dueNs);
    this.#play(played, dueNs);
    this.#capture(recorded, dueNs);
    const late = latenessBucket((nowNs - dueNs) / 1000);
    state.lateness[late]! += 1;
    state.lastNs = nowNs;
    state.periods += 1;
  }

  #restart(dueNs: number): void {
    const state = this.#state;
    if (state.periods > 0) state.restarts += 1;
    const position = this.#output?.readPosition ?? this.#inputPosition;
    state.startNs = dueNs - (position * 1e9) / this.#sampleRate;
  }

  #play(played: readonly Float32Array[], dueNs: number): void {
    const output = this.#output;
    if (output === undefined) return;
    output.read(this.#frames, PERIOD_FRAMES, dueNs);
    for (let c = 0; c < played.length; c += 1) played[c]!.fill(0);
    this.#add(played, output.channels, 1);
    for (let i = 0; i < MOST_VOICES; i += 1) {
      const voice = this.#voices[i];
      if (voice === undefined) continue;
      if (Atomics.load(this.#state.voices, i) === VoiceState.gone) {
        this.#voices[i] = undefined;
        continue;
      }
      voice.read(this.#frames, PERIOD_FRAMES, dueNs);
      this.#notePeak(i, voice.channels);
      this.#add(played, voice.channels, this.#state.gains[i]!);
    }
  }

  #notePeak(index: number, channels: number): void {
    const frames = this.#frames;
    let peak = this.#state.peaks[index]!;
    for (let i = 0; i < PERIOD_FRAMES * channels; i += 1) {
      const size = Math.abs(frames[i]!);
      if (size > peak) peak = size;
    }
    this.#state.peaks[index] = peak;
  }

  /** One channel goes to all, more each to its own. */
  #add(played: readonly Float32Array[], channels: number, gain: number): void {
    const frames = this.#frames;
    if (gain === 0) return;
    for (let c = 0; c < played.length; c += 1) {
      if (channels > 1 && c >= channels) return;
      const to = played[c]!;
      const from = channels > 1 ? c : 0;
      for (let i = 0; i < to.length; i += 1) to[i]! += gain * frames[i * channels + from]!;
    }
  }

  #capture(recorded: readonly Float32Array[], dueNs: number): void {
    const input = this.#input;
    if (input === undefined) return;
    const { channels } = input;
    const frames = this.#frames;
    for (let c = 0; c < channels; c += 1) {
      // A device of one channel is heard on all.
      const from = recorded.length === 1 ? recorded[0] : recorded[c];
      for (let i = 0; i < PERIOD_FRAMES; i += 1) frames[i * channels + c] = from?.[i] ?? 0;
    }
    const record = this.#record;
    record.cpuNs = Math.max(0, dueNs - this.#periodNs);
    record.sampleRate = this.#sampleRate;
    record.channels = channels;
    // One who reads by the clock may be past what was left out.
    const taken = input.readPosition;
    if (taken > this.#inputPosition) this.#inputPosition = taken;
    const hasRoom = this.#inputPosition + PERIOD_FRAMES <= taken + input.capacityFrames;
    // What lies further ahead than the ring is long is left out and counted.
    const position = hasRoom ? this.#inputPosition : taken + 2 * input.capacityFrames;
    input.write(position, frames, 0, PERIOD_FRAMES, 'real', record);
    if (hasRoom) this.#inputPosition += PERIOD_FRAMES;
  }
}
