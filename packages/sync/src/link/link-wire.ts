import {
  type BatchHandler,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
  type Destination,
} from '@jamnet/wire';
import { type Announcer, createAnnouncer } from './announcer.js';
import { type Announced, createAnnounced } from './announced.js';
import { countRejected } from './link-stats.js';
import type { MeasurementPorts } from './measurement.js';
import type { LinkAnnouncement } from './options.js';
import type { LinkPeers } from './peers.js';
import type { LinkSession } from './sessions.js';
import { copyStartStop } from './start-stop.js';
import { copyTimeline } from './timeline.js';
import {
  DEFAULT_GROUP,
  DISCOVERY_MAGIC,
  DiscoveryType,
  MAX_LINK_DATAGRAM_BYTES,
  MeasureType,
} from './v1/codes.js';
import { startsWith } from './v1/big-endian.js';
import {
  createDiscoveryMessage,
  decodeDiscovery,
  encodeDiscoveryInto,
} from './v1/discovery-message.js';
import { copyNodeId, isSameNode, type NodeId } from './v1/node-id.js';
import { createMeasureMessage, decodeMeasure, encodePongInto } from './v1/ping-pong.js';

/** The datagrams of one peer: says what it is in, hears what others say, answers pings. */
export interface LinkWire {
  open(): Promise<void>;
  /** The state that is announced has changed. */
  changed(): void;
  /** Says goodbye. */
  close(): Promise<void>;
}

export interface LinkWireOptions extends MeasurementPorts {
  readonly node: Readonly<NodeId>;
  readonly announce: readonly LinkAnnouncement[] | undefined;
  readonly session: LinkSession;
  readonly peers: LinkPeers;
  /** Peers may have come, gone or moved. */
  readonly onPeers: () => void;
}

const TTL_S = 5;
/** One may be lost; who hears none waits for the ttl. */
const GOODBYES = 3;
const TWO_32 = 2 ** 32;

export function createLinkWire(options: LinkWireOptions): LinkWire {
  return new WireOfPeer(options);
}

class WireOfPeer implements LinkWire {
  readonly #options: LinkWireOptions;
  readonly #announced: Announced;
  readonly #bytes = new Uint8Array(MAX_LINK_DATAGRAM_BYTES);
  readonly #out = createDiscoveryMessage();
  readonly #in = createDiscoveryMessage();
  readonly #measure = createMeasureMessage();
  readonly #joined: Destination[] = [];
  #announcer: Announcer | undefined;
  #closed = false;

  constructor(options: LinkWireOptions) {
    this.#options = options;
    this.#announced = createAnnounced(options.port, options.announce);
  }

  async open(): Promise<void> {
    const { port, clock, timers } = this.#options;
    for (const { group } of this.#announced.list()) {
      await port.join(group);
      this.#joined.push(group);
    }
    port.onBatch(this.#onBatch);
    this.#announcer = createAnnouncer(clock, timers, this.#announce);
  }

  changed(): void {
    this.#announcer?.changed();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#announcer?.close();
    const { port } = this.#options;
    const told = this.#announcer === undefined ? [] : this.#announced.list();
    for (const { group } of told) {
      for (let i = 0; i < GOODBYES; i++) this.#send(DiscoveryType.bye, group, undefined);
    }
    for (const group of this.#joined) await port.leave(group);
  }

  readonly #announce = (): void => {
    const { peers, clock, counts, onPeers } = this.#options;
    if (peers.expire(clock.nowNs()) > 0) onPeers();
    for (const { group, endpoint } of this.#announced.list()) {
      if (this.#send(DiscoveryType.alive, group, endpoint)) counts.alivesSent += 1;
    }
  };

  #send(type: number, to: Destination, endpoint: Destination | undefined): boolean {
    const { node, session, port, counts } = this.#options;
    const message = this.#out;
    message.type = type;
    message.ttl = type === DiscoveryType.bye ? 0 : TTL_S;
    message.group = DEFAULT_GROUP;
    copyNodeId(node, message.node);
    const tells = type !== DiscoveryType.bye;
    message.hasTimeline = tells;
    message.hasSession = tells;
    message.isSteady = tells;
    message.hasStartStop = tells && session.startStop !== undefined;
    copyTimeline(session.timeline, message.timeline);
    copyNodeId(session.id, message.session);
    if (session.startStop !== undefined) copyStartStop(session.startStop, message.startStop);
    this.#announced.write(tells ? endpoint : undefined, message);
    const length = encodeDiscoveryInto(message, this.#bytes, 0);
    if (length < 0) counts.unsendable += 1;
    return length > 0 && port.send(this.#bytes, 0, length, to, 0);
  }

  readonly #onBatch: BatchHandler = (view, descriptors, count) => {
    if (this.#closed) return;
    for (let i = 0; i < count; i++) {
      const at = i * DESCRIPTOR_BYTES;
      const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
      const end = offset + descriptors.getUint16(at + DESCRIPTOR_LENGTH, true);
      const from = this.#options.port.source(descriptors.getUint16(at + DESCRIPTOR_PEER, true));
      const arrivalNs =
        descriptors.getUint32(at + DESCRIPTOR_ARRIVAL + 4, true) * TWO_32 +
        descriptors.getUint32(at + DESCRIPTOR_ARRIVAL, true);
      if (startsWith(view, offset, DISCOVERY_MAGIC)) this.#onDiscovery(view, offset, end, from);
      else this.#onMeasure(view, offset, end, from, arrivalNs);
    }
  };

  #onDiscovery(view: Uint8Array, offset: number, end: number, from: Destination | undefined): void {
    const { counts, node, clock, peers, session, onPeers } = this.#options;
    const message = this.#in;
    const status = decodeDiscovery(view, offset, end, message);
    if (status < 0) {
      countRejected(counts, status);
      return;
    }
    if (isSameNode(message.node, node)) return;
    if (message.group !== DEFAULT_GROUP) {
      counts.rejected.otherGroup += 1;
      return;
    }
    counts.received += 1;
    if (message.type === DiscoveryType.bye) {
      if (peers.remove(message.node)) onPeers();
      return;
    }
    const isAlive = message.type === DiscoveryType.alive;
    const peer = peers.hear(message, from, clock.nowNs());
    if (peer === undefined) {
      if (peers.isFull) counts.rejected.tooManyPeers += 1;
      else counts.rejected.malformed += 1;
      return;
    }
    if (isAlive && from !== undefined) {
      const endpoint = this.#announced.towards(from);
      if (this.#send(DiscoveryType.response, from, endpoint)) counts.responsesSent += 1;
    }
    onPeers();
    session.heard(peer);
  }

  #onMeasure(
    view: Uint8Array,
    offset: number,
    end: number,
    from: Destination | undefined,
    arrivalNs: number,
  ): void {
    const { counts, session, clock, port } = this.#options;
    const message = this.#measure;
    const status = decodeMeasure(view, offset, end, message);
    if (status < 0) {
      countRejected(counts, status);
      return;
    }
    counts.received += 1;
    if (message.type === MeasureType.pong) {
      session.receivePong(message, arrivalNs);
      return;
    }
    if (from === undefined) return;
    // The pinger takes this for the middle of its round trip, so the time that the answer took here is halved out.
    const answerNs = (arrivalNs + clock.nowNs()) / 2;
    const ghostUs = Math.round(session.clock.toGhostUs(answerNs));
    const { payloadOffset, payloadLength } = message;
    const bytes = this.#bytes;
    const length = encodePongInto(
      session.id,
      ghostUs,
      view,
      payloadOffset,
      payloadLength,
      bytes,
      0,
    );
    if (length > 0 && port.send(bytes, 0, length, from, 0)) counts.pongsSent += 1;
  }
}
