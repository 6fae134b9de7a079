import { decodeCompact, encodeCompactInto } from '@jamnet/schemas';
import {
  createTransport,
  readTransportLogMessage,
  readTransportMessage,
  type SessionTimeline,
  type Transport,
  type TransportCommand,
  transportMessage,
  type TransportStats,
} from '@jamnet/sync';
import {
  FormatType,
  MAX_PAYLOAD_BYTES,
  type OutStream,
  type ReceivedFrame,
  type Session,
  StreamType,
} from '@jamnet/toast';
import { nextTickNs } from '@jamnet/wire';
import { createLineWriter, type LineWriter } from './line-writer.js';

/** Called once for each command that is new here, own ones too, as soon as it is known: usually ahead of its time. */
export type CommandHandler = (command: TransportCommand, info: CommandInfo) => void;

export interface CommandInfo {
  /** How long until it takes effect, milliseconds; negative when it came late. */
  readonly aheadMs: number;
  readonly own: boolean;
}

export interface SessionTransportStats {
  readonly transport: TransportStats;
  /** Commands sent, and those that the session refused to send at once; heartbeats bring them all the same. */
  readonly sent: number;
  readonly refused: number;
  /** Transport messages of peers that are on another timeline, or that were none. */
  readonly foreign: number;
  readonly malformed: number;
}

/** A transport whose commands travel in a session's frames and heartbeats (spec/sync/v1, section 4). */
export interface SessionTransport {
  readonly transport: Transport;
  /** Returns what ends it. */
  onCommand(handler: CommandHandler): () => void;
  stats(): SessionTransportStats;
  /** Resolves when the last command of this process has been repeated enough: true; or after the time. */
  drain(timeoutMs?: number): Promise<boolean>;
  close(): void;
}

const LOG_LINE = 'tpl';
/** Which of the commands are repeated changes this often: a heartbeat has room for some. */
const ROTATE_NS = 100e6;
/** In this time a command has been in enough heartbeats, beside the burst that it was sent in. */
const REPEATED_NS = 500e6;
/** Control of the music is worth more than bandwidth, and rare. */
const COPIES = { copies: 4, windowUs: 15_000 };

export function createSessionTransport(
  session: Session,
  timeline: SessionTimeline,
  leadMs?: number,
): SessionTransport {
  return new WiredTransport(session, timeline, leadMs);
}

class WiredTransport implements SessionTransport {
  readonly transport: Transport;
  readonly #session: Session;
  readonly #timeline: SessionTimeline;
  /** What this process's commands are signed with, also when the session draws another sender id later. */
  readonly #author: number;
  readonly #lines: LineWriter;
  readonly #handlers = new Set<CommandHandler>();
  readonly #bytes = new Uint8Array(MAX_PAYLOAD_BYTES);
  readonly #following = new AbortController();
  readonly #endings: (() => void)[];
  #out: OutStream | undefined;
  /** A plain string is being read. */
  #reading = false;
  #rotation = 0;
  #repeatedRevision = -1;
  #lastGivenNs = -Infinity;
  #sent = 0;
  #refused = 0;
  #foreign = 0;
  #malformed = 0;
  #closed = false;

  constructor(session: Session, timeline: SessionTimeline, leadMs: number | undefined) {
    this.#session = session;
    this.#timeline = timeline;
    this.#author = session.senderId;
    this.#lines = createLineWriter(session);
    this.transport = createTransport({
      clock: timeline,
      peer: this.#author,
      random: session.random,
      masterPeer: () => masterName(timeline),
      ...(leadMs !== undefined && { leadMs }),
    });
    this.transport.onCommand((command) => this.#known(command));
    timeline.events.addEventListener(
      'step',
      ({ newEpoch }) => {
        if (!newEpoch) return;
        // What was scheduled on another timeline means nothing on this one, and must not be repeated there.
        this.transport.replace([]);
        this.#repeat();
      },
      { signal: this.#following.signal },
    );
    this.#endings = [
      session.subscribe({ streamType: StreamType.TRANSPORT }, (frame) => this.#receive(frame)),
      session.onHeartbeatLine(LOG_LINE, (peer, bytes, offset, length) => {
        this.#readLog(peer.senderId, bytes, offset, offset + length);
      }),
    ];
    this.#rotate();
  }

  onCommand(handler: CommandHandler): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  /** A command is in the log: of this process, or of a peer. */
  #known(command: TransportCommand): void {
    if (this.#closed) return;
    const own = command.peer === this.#author;
    if (own || this.#reading) this.#send(command);
    this.#repeat();
    const aheadMs = (command.timestampNs - this.#timeline.nowNs()) / 1e6;
    for (const handler of this.#handlers) handler(command, { aheadMs, own });
  }

  #send(command: TransportCommand): void {
    this.#lastGivenNs = this.#session.clock.nowNs();
    // Not before there is something to send: who has a stream open speaks as often as a player does.
    const out = (this.#out ??= this.#session.openStream({
      streamType: StreamType.TRANSPORT,
      formatType: FormatType.COMPACT_JSONL,
      redundancy: COPIES,
    }));
    const length = encodeCompactInto(transportMessage(command), this.#bytes, 0);
    const { timestampNs } = command;
    if (length > 0 && out.send(this.#bytes, 0, length, { timestampNs })) this.#sent++;
    else this.#refused++;
  }

  #repeat(): void {
    this.#repeatedRevision = this.transport.log.revision;
    const message = this.transport.nextLogMessage();
    if (message !== undefined) this.#lines.repeat(LOG_LINE, message);
    else this.#session.setHeartbeatLine(LOG_LINE, null);
  }

  readonly #rotate = (): void => {
    if (this.#closed) return;
    const { commands, revision } = this.transport.log;
    if (commands.length > 1 || revision !== this.#repeatedRevision) this.#repeat();
    const { clock, timers } = this.#session;
    this.#rotation = timers.schedule(nextTickNs(clock.nowNs(), ROTATE_NS), this.#rotate);
  };

  #receive(frame: ReceivedFrame): void {
    const { senderId } = frame.peer;
    if (!this.#shares(senderId)) return;
    const { bytes, payloadOffset, payloadLength, formatType } = frame;
    const isLine = formatType === FormatType.COMPACT_JSONL;
    const message = isLine && decodeCompact(bytes, payloadOffset, payloadOffset + payloadLength);
    if (typeof message === 'object' && message.type === 'transport')
      this.#take(readTransportMessage(message, senderId));
    else this.#receivePlain(frame);
  }

  /**
   * What the old system sent: `PLAY`, `SEEK 1500`. It takes effect at the frame's own time. The master makes a command of it and sends that:
   * if everybody did, each by its own estimate of the sender's clock, there would be as many commands as members.
   */
  #receivePlain({ peer, bytes, payloadOffset, payloadLength, timestampNs }: ReceivedFrame): void {
    if (!this.#timeline.isMaster) return;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + payloadOffset, payloadLength);
    const atNs = this.#timeline.peerToTimeline(peer.senderId, timestampNs);
    if (!(atNs >= 0)) this.#malformed++;
    else {
      this.#reading = true;
      this.transport.receivePlain(text.toString('latin1'), peer.senderId, atNs);
      this.#reading = false;
    }
  }

  #readLog(sender: number, bytes: Uint8Array, offset: number, end: number): void {
    if (!this.#shares(sender)) return;
    const message = decodeCompact(bytes, offset, end);
    if (typeof message === 'number' || message.type !== 'transport_log') {
      this.#malformed++;
      return;
    }
    for (const command of readTransportLogMessage(message, masterName(this.#timeline)))
      this.#take(command);
  }

  #shares(sender: number): boolean {
    if (this.#timeline.sharesTimeline(sender)) return true;
    this.#foreign++;
    return false;
  }

  #take(command: TransportCommand | undefined): void {
    if (command === undefined) this.#malformed++;
    else this.transport.receive(command);
  }

  stats(): SessionTransportStats {
    return {
      transport: this.transport.stats(),
      sent: this.#sent,
      refused: this.#refused,
      foreign: this.#foreign,
      malformed: this.#malformed,
    };
  }

  drain(timeoutMs = 1500): Promise<boolean> {
    const { clock, timers } = this.#session;
    const doneNs = this.#lastGivenNs + REPEATED_NS;
    const nowNs = clock.nowNs();
    if (nowNs >= doneNs || this.#closed) return Promise.resolve(true);
    const endNs = Math.min(doneNs, nowNs + timeoutMs * 1e6);
    return new Promise((resolve) => {
      timers.schedule(endNs, () => resolve(endNs === doneNs));
    });
  }

  close(): void {
    this.#closed = true;
    this.#session.timers.cancel(this.#rotation);
    for (const end of this.#endings) end();
    this.#following.abort();
    this.#out?.close();
    this.#session.setHeartbeatLine(LOG_LINE, null);
  }
}

function masterName(timeline: SessionTimeline): string {
  return timeline.master.toString(16).padStart(8, '0');
}
