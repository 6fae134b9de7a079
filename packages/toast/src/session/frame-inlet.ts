import { serialDistance, Status } from '@jamnet/wire';
import { DATAGRAM_OVERHEAD_BYTES } from '../burst/rate-ceiling.js';
import { Verdict } from '../duplicate-filter.js';
import type { Peer, PeerRecord, PeerStream } from '../peer/peer.js';
import type { PeerTable } from '../peer/peer-table.js';
import type { FrameRouter, ReceivedFrame } from '../router.js';
import { CONTROL_STREAM, Flag, FormatType, StreamType } from '../v2/codes.js';
import { createFrameView, FRAME_OVERHEAD_BYTES, type FrameView } from '../v2/frame.js';
import type { Departures } from './departures.js';
import type { HeartbeatReader } from './heartbeat-reader.js';
import { createRejectedStats, type RejectedStats, type SessionCore } from './session-core.js';

export interface FrameInletOptions {
  readonly core: SessionCore;
  readonly sessionName: Uint8Array;
  readonly peers: PeerTable;
  readonly reader: HeartbeatReader;
  readonly departures: Departures;
  readonly router: FrameRouter;
}

/** Where the frames of a session come in: each goes to its peer, past the duplicate filter, to whoever subscribed. */
export interface FrameInlet {
  /** Takes a frame. `first`: the first one of its datagram, which is `datagramBytes` long. Never throws by itself; does not allocate for media. */
  receive(
    frame: FrameView,
    bytes: Uint8Array,
    arrivalNs: number,
    first: boolean,
    datagramBytes: number,
  ): void;
  readonly rejected: Readonly<RejectedStats>;
  /** Bytes on the wire of control frames, and of everything. */
  readonly controlBytes: number;
  readonly bytes: number;
}

export function createFrameInlet(options: FrameInletOptions): FrameInlet {
  return new Inlet(options);
}

interface MutableReceivedFrame extends ReceivedFrame {
  peer: Peer;
  arrivalNs: number;
  bytes: Uint8Array;
}

class Inlet implements FrameInlet {
  readonly rejected = createRejectedStats();
  controlBytes = 0;
  bytes = 0;
  readonly #options: FrameInletOptions;
  readonly #frame: MutableReceivedFrame;

  constructor(options: FrameInletOptions) {
    this.#options = options;
    this.#frame = {
      ...createFrameView(),
      sessionName: options.sessionName,
      peer: undefined as never,
      arrivalNs: 0,
      bytes: new Uint8Array(0),
    };
  }

  receive(
    frame: FrameView,
    bytes: Uint8Array,
    arrivalNs: number,
    first: boolean,
    datagramBytes: number,
  ): void {
    const { core, peers } = this.#options;
    if (core.identity.isOwn(frame.senderId, arrivalNs)) {
      this.#own(frame, bytes, arrivalNs);
      return;
    }
    const peer = peers.find(frame.senderId, arrivalNs);
    if (peer === undefined) {
      this.rejected.tooMany++;
      return;
    }
    peers.heard(peer, arrivalNs);
    const wireBytes = first
      ? datagramBytes + DATAGRAM_OVERHEAD_BYTES
      : frame.payloadLength + FRAME_OVERHEAD_BYTES;
    if (first) {
      peer.countArrival(arrivalNs);
      this.bytes += wireBytes;
    }
    if ((frame.flags & Flag.SEALED) !== 0) {
      this.rejected.sealed++;
      return;
    }
    const isControl = frame.streamType >= StreamType.DISCOVERY;
    if (isControl !== (frame.streamId === CONTROL_STREAM)) {
      this.rejected.malformed++;
      return;
    }
    this.#fill(frame, peer, bytes, arrivalNs);
    if (isControl) this.#control(peer, wireBytes);
    else this.#media(peer);
  }

  /** The group brings a sender its own frames too. Somebody else's under its id make it draw another. */
  #own(frame: FrameView, bytes: Uint8Array, arrivalNs: number): void {
    const { core, reader, departures } = this.#options;
    const { identity, clock, port } = core;
    if (frame.streamType !== StreamType.HEARTBEAT || frame.senderId !== identity.senderId) return;
    if (reader.isOwn(frame, bytes)) {
      if (port.capabilities.kernelTimestamps) departures.cameBack(frame.sequence, arrivalNs);
      return;
    }
    this.rejected.collisions++;
    identity.redraw(clock.nowNs());
  }

  #fill(frame: FrameView, peer: PeerRecord, bytes: Uint8Array, arrivalNs: number): void {
    const into = this.#frame;
    into.streamType = frame.streamType;
    into.formatType = frame.formatType;
    into.flags = frame.flags;
    into.burstIndex = frame.burstIndex;
    into.burstSize = frame.burstSize;
    into.messageType = frame.messageType;
    into.streamId = frame.streamId;
    into.timestampNs = frame.timestampNs;
    into.sequence = frame.sequence;
    into.senderId = frame.senderId;
    into.payloadOffset = frame.payloadOffset;
    into.payloadLength = frame.payloadLength;
    into.peer = peer;
    into.bytes = bytes;
    into.arrivalNs = arrivalNs;
  }

  #control(peer: PeerRecord, wireBytes: number): void {
    const frame = this.#frame;
    this.controlBytes += wireBytes;
    if (frame.streamType !== StreamType.HEARTBEAT) {
      this.#options.peers.announce(peer);
      this.#route();
      return;
    }
    const isFirst = peer.heartbeatSequence < 0;
    if (!isFirst && serialDistance(frame.sequence, peer.heartbeatSequence) <= 0) return;
    if (frame.formatType !== FormatType.COMPACT_JSONL) this.rejected.unknownForm++;
    else if (!this.#options.reader.read(frame, peer)) this.rejected.malformed++;
  }

  #media(peer: PeerRecord): void {
    const frame = this.#frame;
    const stream = peer.stream(frame.streamId, frame.streamType, frame.sequence, frame.arrivalNs);
    if (stream === undefined) {
      this.rejected.tooMany++;
      return;
    }
    this.#options.peers.announce(peer);
    this.#options.peers.setReceiveOnly(peer, false);
    stream.meter.note(frame.sequence, frame.burstIndex, frame.burstSize, frame.arrivalNs);
    const verdict = stream.filter.accept(frame.sequence);
    if (verdict === Verdict.DUPLICATE) stream.duplicates++;
    else if (verdict === Verdict.LATE) stream.late++;
    else {
      stream.received++;
      stream.reached(frame.sequence);
      if (frame.burstIndex === 0) this.#noteTimes(peer, stream);
      this.#route();
    }
  }

  /** Of a first copy: later ones were held back on purpose. A refresh frame is stamped when it is made, news with their own time. */
  #noteTimes(peer: PeerRecord, stream: PeerStream): void {
    const { flags, timestampNs, arrivalNs } = this.#frame;
    if (timestampNs < 0) return;
    if ((flags & Flag.REFRESH) !== 0) peer.noteDelay(timestampNs, arrivalNs);
    else stream.noteTransit(arrivalNs - timestampNs);
  }

  #route(): void {
    if (this.#options.router.route(this.#frame) === 0) this.rejected.unrouted++;
  }
}

/** Counts a frame status among the rejected. */
export function countStatus(rejected: RejectedStats, status: number): void {
  if (status === Status.short) rejected.short++;
  else if (status === Status.badLength) rejected.badLength++;
  else if (status === Status.badCrc) rejected.badCrc++;
  else if (status === Status.badVersion) rejected.badVersion++;
  else if (status === Status.badFlags) rejected.badFlags++;
  else if (status === Status.badBurst) rejected.badBurst++;
  else rejected.badStreamType++;
}
