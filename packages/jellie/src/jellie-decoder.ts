import {
  type AudioChunk,
  audioFormOf,
  AudioMessageType,
  type ChunkDecoder,
  type ChunkSink,
  createAudioRecord,
} from '@jamnet/jdat';
import { Status } from '@jamnet/wire';
import { createJellieRun, type JellieRun } from './jellie-run.js';
import type { JellieCounters, JellieStats } from './jellie-stats.js';

/** Reads JELLIE messages: the first part of a frame gives it at half rate, a second one exactly. */
export interface JellieDecoder extends ChunkDecoder {
  /** Allocates the answer alone. */
  stats(): JellieStats;
}

/** Where a stream changes its rate, the old one overlaps the new. */
const RUNS = 2;

/** A decoder of one remote stream. Keeps at most two runs (rate and channels) of at most half a second each, however many messages come. */
export function createJellieDecoder(): JellieDecoder {
  return new Decoder();
}

class Decoder implements JellieDecoder {
  readonly #record = createAudioRecord(AudioMessageType.jellie);
  readonly #runs: JellieRun[] = [];
  readonly #chunk: AudioChunk = {
    sampleRate: 0,
    channels: 0,
    position: 0,
    timestampUs: 0,
    frames: 0,
    samples: new Int32Array(0),
    nextRate: 0,
    nextPosition: 0,
  };
  readonly #counters: JellieCounters = {
    exactFrames: 0,
    halfRateFrames: 0,
    redundant: 0,
    late: 0,
    inconsistent: 0,
    refused: 0,
  };

  #sink: ChunkSink | undefined;
  #status = 0;
  /** A payload begins one run at most: each takes memory, and no writer puts several into one. */
  #mayBegin = true;

  accept(
    bytes: Uint8Array,
    offset: number,
    length: number,
    formatType: number,
    sink: ChunkSink,
  ): number {
    const form = audioFormOf(formatType);
    if (form === undefined) return this.#refuse(Status.unknownForm);
    if (offset + length > bytes.length) return this.#refuse(Status.malformed);
    this.#sink = sink;
    this.#status = 0;
    this.#mayBegin = true;
    const read = form.readPayload(bytes, offset, offset + length, this.#record, this.#take);
    if (read < 0) return this.#refuse(read);
    return this.#status;
  }

  readonly #take = (): void => {
    const run = this.#run();
    const status = run === undefined ? this.#refuseRun() : run.accept(this.#record, this.#sink!);
    if (this.#status === 0) this.#status = status;
  };

  #refuse(status: number): number {
    this.#counters.refused++;
    return status;
  }

  #refuseRun(): number {
    this.#counters.inconsistent++;
    return Status.malformed;
  }

  reset(): void {
    this.#runs.length = 0;
  }

  stats(): JellieStats {
    return { ...this.#counters };
  }

  /** The run of the message; a new one takes the place of the older of two. */
  #run(): JellieRun | undefined {
    const { sampleRate, channels } = this.#record;
    for (const run of this.#runs) {
      if (run.sampleRate === sampleRate && run.channels === channels) return run;
    }
    if (!this.#mayBegin) return undefined;
    this.#mayBegin = false;
    const run = createJellieRun(sampleRate, channels, this.#chunk, this.#counters);
    if (this.#runs.length === RUNS) this.#runs.shift();
    this.#runs.push(run);
    return run;
  }
}
