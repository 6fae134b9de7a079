import {
  createFrameView,
  type FrameView,
  readDatagram,
  resolveTopic,
  type RejectedStats,
} from '@jamnet/toast';
import {
  type BatchHandler,
  type DatagramPort,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  readU64,
  Status,
} from '@jamnet/wire';

export type FrameTapHandler = (frame: FrameView, bytes: Uint8Array, arrivalNs: number) => void;

/** What arrived beside the frames that were read. */
export interface FrameCounts {
  readonly datagrams: number;
  /** Frames of this session by others. */
  readonly frames: number;
  /** Frames that could not be read, by cause; of whom they were is not known. */
  readonly unreadable: Readonly<Partial<Record<keyof RejectedStats, number>>>;
}

/** A port on which every frame of one session is seen before the session has it, the copies included. */
export interface FrameTap {
  readonly port: DatagramPort;
  /** Drawn after the port was opened, and anew when another process turns out to have the same. */
  ownId: () => number;
  readonly counts: FrameCounts;
  onFrame(handler: FrameTapHandler): void;
}

const CAUSES: Readonly<Record<number, keyof RejectedStats>> = {
  [Status.short]: 'short',
  [Status.badLength]: 'badLength',
  [Status.badCrc]: 'badCrc',
  [Status.badVersion]: 'badVersion',
  [Status.badFlags]: 'badFlags',
  [Status.badBurst]: 'badBurst',
  [Status.badStreamType]: 'badStreamType',
};

export function tapFrames(port: DatagramPort, topic: string): FrameTap {
  return new Tap(port, topic);
}

class Tap implements FrameTap {
  readonly port: DatagramPort;
  readonly counts = {
    datagrams: 0,
    frames: 0,
    unreadable: {} as Partial<Record<keyof RejectedStats, number>>,
  };
  ownId = (): number => -1;
  readonly #name: Uint8Array;
  readonly #frame = createFrameView();
  readonly #handlers: FrameTapHandler[] = [];
  /** The datagram that is being read. */
  #bytes: Uint8Array = new Uint8Array(0);
  #arrivalNs = 0;

  constructor(port: DatagramPort, topic: string) {
    this.#name = resolveTopic(topic).sessionName;
    this.port = {
      capabilities: port.capabilities,
      send: (bytes, offset, length, destination, atNs) =>
        port.send(bytes, offset, length, destination, atNs),
      onBatch: (handler) => port.onBatch(this.#watch(handler)),
      join: (group) => port.join(group),
      leave: (group) => port.leave(group),
      endpoints: () => port.endpoints(),
      source: (index) => port.source(index),
      stats: () => port.stats(),
      close: () => port.close(),
    };
  }

  onFrame(handler: FrameTapHandler): void {
    this.#handlers.push(handler);
  }

  #watch(handler: BatchHandler): BatchHandler {
    return (view, descriptors, count) => {
      this.#bytes = view;
      const words = new Uint8Array(
        descriptors.buffer,
        descriptors.byteOffset,
        descriptors.byteLength,
      );
      for (let i = 0; i < count; i += 1) {
        const at = i * DESCRIPTOR_BYTES;
        const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
        const end = offset + descriptors.getUint16(at + DESCRIPTOR_LENGTH, true);
        this.#arrivalNs = readU64(words, at + DESCRIPTOR_ARRIVAL);
        this.counts.datagrams += 1;
        readDatagram(view, offset, end, this.#frame, this.#onFrame, this.#onStatus);
      }
      handler(view, descriptors, count);
    };
  }

  readonly #onFrame = (frame: FrameView): void => {
    if (frame.senderId === this.ownId()) return;
    for (let i = 0; i < this.#name.length; i += 1)
      if (frame.sessionName[i] !== this.#name[i]) return;
    this.counts.frames += 1;
    for (const handler of this.#handlers) handler(frame, this.#bytes, this.#arrivalNs);
  };

  readonly #onStatus = (status: number): void => {
    const cause = CAUSES[status];
    const { unreadable } = this.counts;
    if (cause !== undefined) unreadable[cause] = (unreadable[cause] ?? 0) + 1;
  };
}
