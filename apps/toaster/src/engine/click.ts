import type { SessionTimeline, Transport } from '@jamnet/sync';
import type { AudioPort, AudioVoice } from '@jamnet/wire';
import { nextClick } from './click-times.js';
import { DeviceLine } from './device-line.js';

/** What is written ahead of the device: commands are given earlier than that. */
const AHEAD_NS = 40e6;
/** Nothing is written that the device may take meanwhile. */
const SAFE_FRAMES = 32;
/** What a jump of the device or of the timeline is, and no wobble of their times. */
const JUMP_NS = 1e6;
/** What is written already is written anew where the device has been late by more; a beat that fell into so short a gap sounds behind it. */
const STEP_NS = 0.4e6;
const GAP_NS = 5e6;
const LENGTH_S = 0.03;
const DECAY_S = 0.006;
const TONES = { accent: 1760, beat: 1174.66 };
const LEVEL = 0.5;

/** A click on the session's timeline, to the sample: the same beat sounds at the same instant on every host, as far as their timelines agree. */
export class ClickVoice {
  readonly #port: AudioPort;
  readonly #voice: AudioVoice;
  readonly #line: DeviceLine;
  readonly #timeline: SessionTimeline;
  readonly #transport: Transport;
  readonly #accent: Float32Array;
  readonly #beat: Float32Array;
  readonly #block = new Float32Array(8192);
  /** What has been written. */
  #end = 0;
  /** Up to where on the timeline clicks have been looked for: a block begins there, else what wobbles would let a beat fall between two blocks, or into both. */
  #searchedNs = NaN;
  /** By how much a block may begin elsewhere than there. */
  #mostGapNs = JUMP_NS;
  /** The click that sounds at `#end`, and how far it is. */
  #sound: Float32Array | undefined;
  #at = 0;
  /** The last click that was written, and where it begins. */
  #last: Float32Array | undefined;
  #lastFrom = 0;
  #lastNs = NaN;

  constructor(port: AudioPort, timeline: SessionTimeline, transport: Transport) {
    this.#port = port;
    this.#voice = port.addVoice(1);
    this.#line = new DeviceLine(this.#voice.ring, port.sampleRate);
    this.#timeline = timeline;
    this.#transport = transport;
    this.#accent = tone(TONES.accent, port.sampleRate);
    this.#beat = tone(TONES.beat, port.sampleRate);
  }

  setGain(gain: number): void {
    this.#voice.setGain(gain);
  }

  takePeak(): number {
    return this.#voice.takePeak();
  }

  /** Writes what comes next. To be called after each period. */
  write(): void {
    const beforeNs = this.#line.timeOf(this.#end);
    if (!this.#line.look()) return;
    const { sampleRate } = this.#port;
    const next = this.#line.next + SAFE_FRAMES;
    const stepNs = this.#line.timeOf(this.#end) - beforeNs;
    if (this.#end < next) {
      // The device has gone on by itself for a while.
      this.#end = next;
      this.#sound = undefined;
    } else if (Math.abs(stepNs) > STEP_NS) this.#rewrite(next, stepNs);
    const until = Math.floor(this.#line.next + (AHEAD_NS * sampleRate) / 1e9);
    while (this.#end < until) this.#writeSome(Math.min(this.#block.length, until - this.#end));
  }

  /** From `next` on, after the device has been late. What has sounded is not looked for again. */
  #rewrite(next: number, stepNs: number): void {
    const heard = next - this.#lastFrom;
    const isHeard = heard > 0;
    if (!isHeard) this.#last = undefined;
    this.#sound = heard < (this.#last?.length ?? 0) ? this.#last : undefined;
    this.#at = heard;
    this.#end = next;
    const searchedNs = this.#toTimeline(next - 0.5, -stepNs);
    // The last one, whichever side of that the wobble of times puts it.
    const lastNs = Number.isNaN(this.#lastNs) ? searchedNs : this.#lastNs;
    const behindNs = lastNs + 0.5e9 / this.#port.sampleRate;
    this.#searchedNs = isHeard ? Math.max(searchedNs, behindNs) : Math.min(searchedNs, lastNs);
    this.#mostGapNs = GAP_NS;
  }

  #writeSome(frames: number): void {
    const block = this.#block.fill(0, 0, frames);
    let from = this.#end;
    const end = this.#end + frames;
    while (from < end) {
      const click = this.#clickIn(from, end);
      const at = click?.position ?? end;
      this.#sing(block, from - this.#end, at - this.#end);
      if (click !== undefined) {
        this.#last = this.#sound = click.accent ? this.#accent : this.#beat;
        this.#lastFrom = at;
        this.#at = 0;
        // Its first frame is written here, so that it is not found again.
        this.#sing(block, at - this.#end, Math.min(at + 1, end) - this.#end);
      }
      from = click === undefined ? end : at + 1;
    }
    this.#voice.ring.write(this.#end, block, 0, frames, 'real');
    this.#end = end;
  }

  get #latencyNs(): number {
    return (this.#port.outputLatencyFrames * 1e9) / this.#port.sampleRate;
  }

  #toTimeline(position: number, laterNs = 0): number {
    return this.#timeline.toTimeline(this.#line.timeOf(position) + this.#latencyNs + laterNs);
  }

  /** The first click between two positions. */
  #clickIn(from: number, end: number): { position: number; accent: boolean } | undefined {
    // Half a frame earlier: a frame stands for what is nearest to it.
    const beginsNs = this.#toTimeline(from - 0.5);
    const goesOn = Math.abs(beginsNs - this.#searchedNs) < this.#mostGapNs;
    this.#mostGapNs = JUMP_NS;
    const fromNs = goesOn ? this.#searchedNs : beginsNs;
    const untilNs = this.#toTimeline(end - 0.5);
    this.#searchedNs = goesOn ? Math.max(fromNs, untilNs) : untilNs;
    for (let atNs = fromNs; atNs < untilNs;) {
      const score = this.#transport.score(atNs);
      const changesNs = Math.min(untilNs, this.#transport.nextEvent(atNs));
      const click = nextClick(score, atNs, changesNs);
      if (click !== undefined) {
        this.#searchedNs = click.atNs + 0.5e9 / this.#port.sampleRate;
        this.#lastNs = click.atNs;
        const position = this.#line.positionAt(this.#timeline.toOwn(click.atNs) - this.#latencyNs);
        return {
          position: Math.min(end - 1, Math.max(from, Math.round(position))),
          accent: click.accent,
        };
      }
      atNs = changesNs;
    }
    return undefined;
  }

  #sing(block: Float32Array, from: number, to: number): void {
    const sound = this.#sound;
    if (sound === undefined) return;
    const count = Math.min(to - from, sound.length - this.#at);
    for (let i = 0; i < count; i++) block[from + i] = sound[this.#at + i]!;
    this.#at += count;
    if (this.#at >= sound.length) this.#sound = undefined;
  }

  close(): void {
    this.#voice.close();
  }
}

function tone(hz: number, sampleRate: number): Float32Array {
  return Float32Array.from({ length: Math.round(LENGTH_S * sampleRate) }, (_, n) => {
    const seconds = n / sampleRate;
    return LEVEL * Math.cos(2 * Math.PI * hz * seconds) * Math.exp(-seconds / DECAY_S);
  });
}
