import type { Destination, TimerId } from '@jamnet/wire';
import type { SessionCore } from '../../session/session-core.js';
import { readDatagram } from '../../v2/datagram.js';
import {
  createFrameView,
  FRAME_HEADER_BYTES,
  frameByteLength,
  type FrameView,
  MAX_DATAGRAM_BYTES,
} from '../../v2/frame.js';
import { type AnnouncementWriter, AnnounceType } from '../announcement.js';
import type { PeerBook } from '../peer-book.js';
import { isOwnHost, onLinkAddress, type Subnet, subnetAround } from '../subnet.js';
import { createDoor, type Door, DISCOVERY_PORT } from './door.js';
import { createLocalProcesses } from './local-processes.js';
import type { OpenProbeSocket, ProbeHandler, ProbeSocket } from './probe-socket.js';
import { scanTargets } from './scan-targets.js';
import { createSweep, type Sweep } from './sweep.js';

/** An announcement that was taken from a frame. */
export interface TakenAnnouncement {
  readonly topics: number;
  readonly endpoints: readonly string[];
}

export interface ScanParts {
  readonly core: SessionCore;
  readonly writer: AnnouncementWriter;
  readonly book: PeerBook;
  readonly ownHost: string;
  readonly openProbeSocket: OpenProbeSocket;
  /** Wait so long, and ask only while nobody on another machine is known. 0: ask at once, and whoever is known. */
  readonly patienceNs: number;
  topics(): readonly string[];
  /** Of the interfaces that are meant, and of all. */
  subnets(): { readonly selected: readonly Subnet[]; readonly all: readonly Subnet[] };
  /** Takes a discovery frame in; undefined where it is none, or one's own. */
  take(frame: FrameView, bytes: Uint8Array, arrivalNs: number): TakenAnnouncement | undefined;
  notice(text: string): void;
}

export interface ScanStats {
  /** Questions sent to addresses of other machines. */
  readonly probesSent: number;
  readonly answersSent: number;
  /** Questions left unanswered, because too many came. */
  readonly answersRefused: number;
  /** Datagrams from addresses that are not on this network. */
  readonly strangers: number;
  /** Whether this process answers for its machine. */
  readonly holdsDoor: boolean;
}

/** Finds by asking address by address, and answers who asks. */
export interface ScanWay {
  start(): Promise<void>;
  /** What this process takes part in has changed. */
  announce(): void;
  stats(): ScanStats;
  close(): Promise<void>;
}

/** Whoever answers for this machine is told so often, and whoever was found is asked so often. */
const LOCAL_INTERVAL_NS = 1e9;
const KNOWN_INTERVAL_NS = 2e9;
const MOST_KNOWN = 64;
/** The first sweep is repeated at once, for what was lost; then after 30 s, 60 s, … 300 s. */
const FIRST_PAUSE_NS = 30e9;
const LONGEST_PAUSE_NS = 300e9;
const GOODBYES = 3;

export function createScanWay(parts: ScanParts): ScanWay {
  return new Scanner(parts);
}

class Scanner implements ScanWay {
  readonly #parts: ScanParts;
  readonly #locals = createLocalProcesses();
  readonly #door: Door;
  readonly #sweep: Sweep;
  readonly #frame = createFrameView();
  readonly #datagram = new Uint8Array(MAX_DATAGRAM_BYTES);
  readonly #keeper: Destination;
  /** By which this process asks. */
  #socket: ProbeSocket | undefined;
  /** By which it answers for its machine, while it does. */
  #doorSocket: ProbeSocket | undefined;
  #knocking: Promise<void> | undefined;
  #localTimer: TimerId = 0;
  #knownTimer: TimerId = 0;
  #sweepTimer: TimerId = 0;
  #sweeps = 0;
  #probesSent = 0;
  #strangers = 0;
  #announced = false;
  #closed = false;

  constructor(parts: ScanParts) {
    this.#parts = parts;
    const { core, writer } = parts;
    this.#keeper = { family: 4, address: parts.ownHost, port: DISCOVERY_PORT };
    this.#sweep = createSweep(core.clock, core.timers, (address) => this.#probe(address));
    this.#door = createDoor({
      core,
      writer,
      locals: this.#locals,
      topics: () => parts.topics(),
      subnets: () => parts.subnets().all,
    });
  }

  async start(): Promise<void> {
    const { core, openProbeSocket, patienceNs, notice } = this.#parts;
    try {
      this.#socket = await openProbeSocket(0, this.#reader(false));
    } catch (error) {
      notice(`no addresses are scanned: ${(error as Error).message}`);
      return;
    }
    await this.#knock();
    if (this.#closed) return;
    this.#tellKeeper();
    this.#askKnown();
    this.#sweepTimer = core.timers.schedule(core.clock.nowNs() + patienceNs, () => this.#look());
  }

  #after(waitNs: number, run: () => void): TimerId {
    const { clock, timers, random } = this.#parts.core;
    return timers.schedule(clock.nowNs() + waitNs * (0.8 + 0.4 * random()), run);
  }

  /** Tries to become the one who answers for this machine: whoever was it may have gone. */
  #knock(): Promise<void> {
    if (this.#doorSocket !== undefined || this.#closed) return Promise.resolve();
    this.#knocking ??= this.#parts
      .openProbeSocket(DISCOVERY_PORT, this.#reader(true))
      .then((socket) => {
        this.#doorSocket = socket;
      })
      .catch((error: NodeJS.ErrnoException) => {
        // Another process of this machine answers, for this one too.
        if (/EADDRINUSE|port-in-use/u.test(error.code ?? '')) return;
        this.#parts.notice(`nobody finds this machine by a scan: ${error.message}`);
      })
      .finally(() => (this.#knocking = undefined));
    return this.#knocking;
  }

  #tellKeeper(): void {
    if (this.#closed) return;
    this.#localTimer = this.#after(LOCAL_INTERVAL_NS, () => {
      void this.#knock().then(() => this.#tellKeeper());
    });
    if (this.#doorSocket === undefined) this.#say(this.#keeper, AnnounceType.QUERY);
  }

  #askKnown(): void {
    this.#knownTimer = this.#after(KNOWN_INTERVAL_NS, () => this.#askKnown());
    for (const address of this.#knownAddresses()) this.#probe(address);
  }

  /** Where those are who were found by a scan, on other machines. */
  #knownAddresses(): Set<string> {
    const { book, core } = this.#parts;
    const { selected, all } = this.#parts.subnets();
    const addresses = new Set<string>();
    const nowNs = core.clock.nowNs();
    for (const { senderId, endpoints } of book.peers()) {
      if (addresses.size >= MOST_KNOWN) break;
      if (nowNs - book.heardNs(senderId, 'scan') > book.silenceNs) continue;
      const found = onLinkAddress(endpoints, selected);
      if (found !== undefined && !isOwnHost(found.address, all)) addresses.add(found.address);
    }
    return addresses;
  }

  #knowsSomebodyElsewhere(): boolean {
    const { all } = this.#parts.subnets();
    return this.#parts.book.peers().some(({ endpoints }) => {
      const found = onLinkAddress(endpoints, all);
      return found !== undefined && !isOwnHost(found.address, all);
    });
  }

  #look(): void {
    const { patienceNs } = this.#parts;
    if (patienceNs > 0 && this.#knowsSomebodyElsewhere()) {
      this.#sweepTimer = this.#after(patienceNs, () => this.#look());
      return;
    }
    const known = this.#knownAddresses();
    const targets = scanTargets(this.#parts.subnets().selected).filter((each) => !known.has(each));
    this.#sweep.start(targets, () => {
      const pauseNs = Math.min(LONGEST_PAUSE_NS, FIRST_PAUSE_NS * 2 ** (this.#sweeps - 1));
      const waitNs = this.#sweeps++ === 0 && targets.length > 0 ? 0 : pauseNs;
      this.#sweepTimer = this.#after(Math.max(waitNs, 1e6), () => this.#look());
    });
  }

  #probe(address: string): void {
    this.#probesSent++;
    this.#say({ family: 4, address, port: DISCOVERY_PORT }, AnnounceType.QUERY);
  }

  #say(to: Destination, type: number, topics = this.#parts.topics()): void {
    const end = this.#parts.writer.write(this.#datagram, 0, topics, type);
    if (end > 0) this.#socket?.send(this.#datagram, end, to);
    if (topics.length > 0) this.#announced = true;
  }

  announce(): void {
    if (this.#closed) return;
    this.#sayToAll(this.#parts.topics());
  }

  #sayToAll(topics: readonly string[]): void {
    if (topics.length === 0 && !this.#announced) return;
    const type = topics.length > 0 ? AnnounceType.QUERY : AnnounceType.ANNOUNCEMENT;
    for (const address of this.#knownAddresses()) {
      this.#say({ family: 4, address, port: DISCOVERY_PORT }, type, topics);
    }
    if (this.#doorSocket === undefined) this.#say(this.#keeper, type, topics);
    else this.#tellLocals(topics, type);
    this.#announced = topics.length > 0;
  }

  /** Whoever answers for the machine hears of the others when they report, but they of it only so. */
  #tellLocals(topics: readonly string[], type: number): void {
    const nowNs = this.#parts.core.clock.nowNs();
    for (const { from } of this.#locals.all(nowNs)) this.#say(from, type, topics);
  }

  #reader(atDoor: boolean): ProbeHandler {
    return (bytes, offset, length, from, arrivalNs) => {
      if (this.#closed) return;
      const { all } = this.#parts.subnets();
      const isLocal = isOwnHost(from.address, all);
      if (!isLocal && subnetAround(from.address, all) === undefined) {
        this.#strangers++;
        return;
      }
      const onFrame = (frame: FrameView): void => {
        const taken = this.#parts.take(frame, bytes, arrivalNs);
        if (!atDoor || taken === undefined) return;
        const start = frame.payloadOffset - FRAME_HEADER_BYTES;
        const end = start + frameByteLength(frame.payloadLength);
        this.#atDoor(frame, taken, bytes.subarray(start, end), from, isLocal);
      };
      // What is no frame is counted by whoever listens to the port of the toast; here it is only left out.
      readDatagram(bytes, offset, offset + length, this.#frame, onFrame, () => {});
    };
  }

  #atDoor(
    frame: FrameView,
    { topics, endpoints }: TakenAnnouncement,
    bytes: Uint8Array,
    from: Destination,
    isLocal: boolean,
  ): void {
    const socket = this.#doorSocket;
    if (socket === undefined) return;
    const { senderId, messageType } = frame;
    const asks = messageType === AnnounceType.QUERY;
    let isNews = !isLocal;
    if (isLocal && topics === 0 && !asks) isNews = this.#locals.forget(senderId);
    else if (isLocal) {
      const nowNs = this.#parts.core.clock.nowNs();
      isNews = this.#locals.keep({
        senderId,
        from,
        frame: bytes,
        topics,
        endpoints,
        heardNs: nowNs,
      });
    }
    if (isNews) this.#door.passOn(socket, bytes);
    if (asks) this.#door.answer(socket, from, isLocal, senderId);
  }

  stats(): ScanStats {
    return {
      probesSent: this.#probesSent,
      answersSent: this.#door.answersSent,
      answersRefused: this.#door.answersRefused,
      strangers: this.#strangers,
      holdsDoor: this.#doorSocket !== undefined,
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    const { timers } = this.#parts.core;
    const said = this.#announced;
    for (let i = 0; said && i < GOODBYES; i++) {
      this.#announced = true;
      this.#sayToAll([]);
    }
    this.#closed = true;
    for (const timer of [this.#localTimer, this.#knownTimer, this.#sweepTimer])
      timers.cancel(timer);
    this.#sweep.stop();
    await this.#knocking;
    await Promise.all([this.#socket?.close(), this.#doorSocket?.close()]);
  }
}
