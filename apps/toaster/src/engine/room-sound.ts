import { playoutTimeline } from '@jamnet/jam';
import { type AudioCoding, createJdat, type Jdat, type RemoteAudio } from '@jamnet/jdat';
import type { SessionTimeline, Transport } from '@jamnet/sync';
import type { Session } from '@jamnet/toast';
import { type AudioPort, type AudioRing, createAudioRingRecord } from '@jamnet/wire';
import { ClickVoice } from './click.js';
import { Monitor } from './monitor.js';
import { PeerVoice } from './peer-voice.js';

/** What the listener wants; asked as it is needed. */
export interface SoundWishes {
  readonly click: boolean;
  readonly monitor: boolean;
  /** The same delay for everyone; null = each as short as its way allows. */
  readonly playoutMs: number | null;
  /** Of a peer: loudness, 0 where it is muted, and a delay beside the common one. */
  peer(senderId: number): { readonly gain: number; readonly delayMs: number };
}

export interface RoomSoundOptions {
  readonly port: AudioPort;
  readonly session: Session;
  readonly timeline: SessionTimeline;
  readonly transport: Transport;
  readonly codings: readonly AudioCoding[];
  readonly wishes: SoundWishes;
}

/** Frames of a message: those of a period where they are so many. */
const LEAST_CHUNK = 16;
const MOST_CHUNK = 128;
const SENDABLE_RATES = [44_100, 48_000, 96_000, 192_000];
/** Sound that has waited for so long in this process is not sent. */
const STALE_S = 0.2;
/** A stream is heard for so long before it is played. */
const LISTEN_NS = 0.4e9;
/** Nobody plays together over more: what a stall makes late is rather made up than waited for from then on. */
const MOST_DELAY_MS = 60;
/** Without anybody to play with nothing is in a hurry: what is written of the click lies further ahead than that, and meters are looked at as often. */
const CLICK_LEISURE_S = 0.01;
const LEISURE_S = 0.1;
/** Of the messages: twelve stalls in ten seconds may come too late at 64 frames, however long each is. */
const IN_TIME = 0.995;
/** How far apart a monitor's delay is looked after. */
const MONITOR_MS = 5;

/** The sound of a room through one device: what it records goes out, what comes in is a voice of it each, beside the click and oneself. */
export class RoomSound {
  readonly #options: RoomSoundOptions;
  readonly #listener: Jdat;
  readonly #voices = new Map<RemoteAudio, PeerVoice>();
  /** Streams that are not played yet, and from when on they may be. */
  readonly #coming = new Map<RemoteAudio, number>();
  readonly #record = createAudioRingRecord();
  readonly #samples: Float32Array;
  readonly #chunkFrames: number;
  readonly #inputPeaks: number[];
  #sender: Jdat | undefined;
  #click: ClickVoice | undefined;
  #monitor: Monitor | undefined;
  #monitorMs = 0;
  #everyFrames = NaN;
  #inputTaken = false;
  readonly #onPeriod = (): void => this.#period();
  #fault: string | null = null;
  #closed = false;

  constructor(options: RoomSoundOptions) {
    const { port, session, timeline, codings } = options;
    this.#options = options;
    const channels = port.input?.channels ?? 0;
    this.#chunkFrames = Math.min(MOST_CHUNK, Math.max(LEAST_CHUNK, port.periodFrames));
    this.#samples = new Float32Array(this.#chunkFrames * Math.max(1, channels));
    this.#inputPeaks = Array.from({ length: channels }, () => 0);
    this.#listener = createJdat({
      session,
      codings,
      receive: {
        sampleRate: port.sampleRate,
        timeline: playoutTimeline(() => timeline),
        maxDelayMs: MOST_DELAY_MS,
        inTime: IN_TIME,
      },
    });
    this.#listener.onStream((stream) => this.#appeared(stream));
    this.#listen();
  }

  /** Each period wakes this thread where somebody waits for what it does: the others, or one who hears oneself. */
  #listen(): void {
    const { port } = this.#options;
    const { size } = this.#coming;
    const hurries = size + this.#voices.size > 0 || this.#sender !== undefined;
    const isWaited = hurries || this.#monitor !== undefined;
    const leisureS = this.#click === undefined ? LEISURE_S : CLICK_LEISURE_S;
    const most = (port.input?.capacityFrames ?? Infinity) / 2;
    const everyFrames = isWaited ? 0 : Math.floor(Math.min(most, leisureS * port.sampleRate));
    if (everyFrames === this.#everyFrames || this.#closed) return;
    this.#everyFrames = everyFrames;
    port.onPeriod(this.#onPeriod, everyFrames);
  }

  /** Streams with the peer each is of. */
  streams(): ReadonlyMap<RemoteAudio, PeerVoice> {
    return this.#voices;
  }

  /** Why what the device records cannot be sent, or null. */
  get unsendable(): string | null {
    const { sampleRate } = this.#options.port;
    if (SENDABLE_RATES.includes(sampleRate)) return null;
    return `the device runs at ${sampleRate} Hz, which cannot be sent: set it to ${SENDABLE_RATES.join(', ')} Hz`;
  }

  /** Sends what the device records from now on, or no longer. To be asked of what can be sent only. */
  send(wanted: boolean): void {
    const { port, session, codings } = this.#options;
    const { sampleRate, input } = port;
    if (!wanted || input === undefined) {
      this.#sender?.close();
      this.#sender = undefined;
    } else if (this.#sender === undefined) {
      this.#leaveOut(input, input.writePosition - input.readPosition);
      this.#sender = createJdat({
        session,
        codings,
        receive: false,
        send: { sampleRate, channels: input.channels, chunkFrames: this.#chunkFrames },
      });
    }
    this.#listen();
  }

  /** Why something cannot be heard, or null. */
  get fault(): string | null {
    return this.#fault;
  }

  /** A device may have gone, or have as many voices as it can have. */
  #voice<T>(make: () => T): T | undefined {
    if (this.#options.port.ended) return undefined;
    try {
      const made = make();
      this.#fault = null;
      return made;
    } catch (error) {
      this.#fault = (error as Error).message;
      return undefined;
    }
  }

  #appeared(stream: RemoteAudio): void {
    const { port, session } = this.#options;
    if (port.output === undefined || this.#closed) return;
    this.#coming.set(stream, session.clock.nowNs() + LISTEN_NS);
    this.#listen();
    stream.onEnd(() => {
      this.#coming.delete(stream);
      this.#listen();
    });
  }

  /** Begins to play streams whose moment has come: what comes first, while programs still start, says little of when the rest will come. */
  #begin(): void {
    if (this.#coming.size === 0) return;
    const nowNs = this.#options.session.clock.nowNs();
    for (const [stream, atNs] of this.#coming) {
      if (nowNs < atNs || stream.peer.clockId === '') continue;
      this.#coming.delete(stream);
      this.#play(stream);
    }
  }

  #play(stream: RemoteAudio): void {
    const { port, wishes } = this.#options;
    const voice = this.#voice(() => new PeerVoice(stream, port));
    if (voice === undefined) return;
    this.#voices.set(stream, voice);
    voice.follow(wishes.peer(stream.peer.senderId), wishes.playoutMs);
    stream.onEnd(() => {
      this.#voices.delete(stream);
      voice.close();
      this.#listen();
    });
  }

  /** Does what is wished now: after each change. */
  follow(): void {
    const { port, wishes, timeline, transport } = this.#options;
    if (port.output === undefined || this.#closed) return;
    for (const [stream, voice] of this.#voices) {
      voice.follow(wishes.peer(stream.peer.senderId), wishes.playoutMs);
    }
    if (wishes.click) this.#click ??= this.#voice(() => new ClickVoice(port, timeline, transport));
    else {
      this.#click?.close();
      this.#click = undefined;
    }
    const channels = port.input?.channels;
    if (wishes.monitor && channels !== undefined)
      this.#monitor ??= this.#voice(() => new Monitor(port, channels));
    else {
      this.#monitor?.close();
      this.#monitor = undefined;
    }
    this.#monitorMs = this.#othersMs();
    this.#listen();
  }

  /** How late the others are heard: all alike, or the latest of them. */
  #othersMs(): number {
    const { playoutMs } = this.#options.wishes;
    if (playoutMs !== null) return playoutMs;
    const delays = [...this.#voices.keys()].map(({ live }) => live.delayMs).filter(Number.isFinite);
    const latest = Math.max(0, ...delays);
    // It does not follow every little move.
    return Math.abs(latest - this.#monitorMs) > MONITOR_MS || this.#monitorMs === 0
      ? latest
      : this.#monitorMs;
  }

  /** On this thread after each period of the device. */
  #period(): void {
    if (this.#closed || this.#options.port.ended) return;
    this.#recorded();
    this.#begin();
    for (const voice of this.#voices.values()) voice.wake();
    this.#click?.write();
  }

  #recorded(): void {
    const { input, sampleRate, inputLatencyFrames } = this.#options.port;
    if (input === undefined) return;
    const frames = this.#chunkFrames;
    const record = this.#record;
    const waiting = input.writePosition - input.readPosition;
    // What nobody would play any more only holds up what comes after it.
    if (waiting > STALE_S * sampleRate) this.#leaveOut(input, waiting);
    while (input.writePosition - input.readPosition >= frames) {
      input.recordAt(input.readPosition, record);
      const offset = input.readPosition - record.position;
      const atNs = record.cpuNs + ((offset - inputLatencyFrames) * 1e9) / sampleRate;
      input.read(this.#samples, frames);
      this.#measure(frames, input.channels);
      this.#sender?.send(this.#samples, frames, atNs);
      this.#monitor?.write(this.#samples, frames, atNs, this.#monitorMs);
    }
  }

  /** All but what is newest. */
  #leaveOut(input: AudioRing, waiting: number): void {
    const frames = this.#chunkFrames;
    for (let left = waiting; left >= 2 * frames; left -= frames) input.read(this.#samples, frames);
  }

  /** What was taken stays until something comes after it: nobody sings in silence because nothing was looked at meanwhile. */
  #measure(frames: number, channels: number): void {
    if (this.#inputTaken) this.#inputPeaks.fill(0);
    this.#inputTaken = false;
    for (let i = 0; i < frames * channels; i++) {
      const value = Math.abs(this.#samples[i]!);
      const channel = i % channels;
      if (value > this.#inputPeaks[channel]!) this.#inputPeaks[channel] = value;
    }
  }

  /** The largest samples since this was last asked. */
  takeInputPeaks(): number[] {
    this.#inputTaken = true;
    return [...this.#inputPeaks];
  }

  takeClickPeak(): number {
    return this.#click?.takePeak() ?? 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.port.onPeriod(undefined);
    this.#sender?.close();
    this.#listener.close();
    for (const voice of this.#voices.values()) voice.close();
    this.#voices.clear();
    this.#click?.close();
    this.#monitor?.close();
  }
}
