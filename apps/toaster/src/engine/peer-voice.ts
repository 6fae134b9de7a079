import type { AudioFeed, RemoteAudio } from '@jamnet/jdat';
import type { AudioPort, AudioVoice } from '@jamnet/wire';

/** Delays that are asked for are not changed by less. */
const LEAST_CHANGE_MS = 0.5;

/** One stream as a voice of the device: it fills the voice's ring, and the device's thread adds it to the rest. */
export class PeerVoice {
  readonly #stream: RemoteAudio;
  readonly #voice: AudioVoice;
  readonly #feed: AudioFeed;
  #kept: number | null = null;
  /** What its way needed when a delay of its own was first asked for. */
  #baseMs: number | undefined;
  /** Loudness as it was last set. */
  gain = 1;

  constructor(stream: RemoteAudio, port: AudioPort) {
    this.#stream = stream;
    this.#voice = port.addVoice(stream.format.channels);
    this.#feed = stream.feed(this.#voice.ring);
  }

  /** A delay beside the common one is one beside what the way needs, where there is none in common. */
  follow({ gain, delayMs }: { gain: number; delayMs: number }, playoutMs: number | null): void {
    this.gain = gain;
    this.#voice.setGain(gain);
    if (playoutMs !== null || delayMs === 0) this.#baseMs = undefined;
    else this.#baseMs ??= this.#least();
    const baseMs = playoutMs ?? this.#baseMs;
    this.#keep(baseMs === undefined ? null : baseMs + delayMs);
  }

  /** Undefined until something of it has been played: a delay that is none would be too short for its way. */
  #least(): number | undefined {
    const { delayMs } = this.#stream.live;
    return Number.isFinite(delayMs) ? Math.max(0, delayMs) : undefined;
  }

  #keep(delayMs: number | null): void {
    const before = this.#kept;
    if (delayMs === before) return;
    if (delayMs !== null && before !== null && Math.abs(delayMs - before) < LEAST_CHANGE_MS) return;
    this.#kept = delayMs;
    this.#stream.playAfter(delayMs === null ? null : Math.min(200, delayMs));
  }

  /** The device has played a period. */
  wake(): void {
    this.#feed.wake();
  }

  /** Frames for which not even a prediction was there in time. Allocates. */
  missedFrames(): number {
    return this.#voice.ring.stats().missedFrames;
  }

  takePeak(): number {
    return this.#voice.takePeak();
  }

  close(): void {
    this.#feed.close();
    this.#voice.close();
  }
}
