import { decodeCompact, type HeartbeatMessage } from '@jamnet/schemas';
import {
  type HeardEntry,
  isPlan,
  printable,
  readReport,
  usableEndpoints,
} from '../peer/heartbeat.js';
import type { PeerRecord } from '../peer/peer.js';
import type { PeerTable } from '../peer/peer-table.js';
import type { ReceivedFrame } from '../router.js';
import type { FrameView } from '../v2/frame.js';
import type { Adaptation } from './adaptation.js';
import type { LayerLines } from './layer-lines.js';
import type { Departures } from './departures.js';
import type { HeartbeatTimesHandler } from './heartbeat-times.js';
import type { Identity } from './session-core.js';

const NEWLINE = 10;

export interface HeartbeatReaderOptions {
  readonly identity: Identity;
  readonly peers: PeerTable;
  readonly lines: LayerLines;
  readonly adaptation: Adaptation;
  sentPerSecond(): number;
  readonly departures: Departures;
  /** Given the times of each heartbeat, ahead of the lines of the layers above. */
  readonly times: HeartbeatTimesHandler;
}

/** Takes in a peer's heartbeat: who it is, what it says of this process, and the lines of the layers above. */
export interface HeartbeatReader {
  /** False when the payload is not a heartbeat. Never throws. */
  read(frame: ReceivedFrame, peer: PeerRecord): boolean;
  /** Whether a heartbeat under this process's sender id is its own. */
  isOwn(frame: FrameView, bytes: Uint8Array): boolean;
}

export function createHeartbeatReader(options: HeartbeatReaderOptions): HeartbeatReader {
  const { identity, peers, lines, adaptation } = options;
  const times = {
    sentNs: NaN,
    arrivalNs: NaN,
    previousSentNs: NaN,
    previousArrivalNs: NaN,
    echoSentNs: NaN,
    echoArrivalNs: NaN,
  };

  /** A peer repeats what it heard last until it hears more; once is enough. */
  const readEcho = (peer: PeerRecord, [, sequence, , arrival]: HeardEntry): void => {
    if (sequence === peer.echoSequence) return;
    peer.echoSequence = sequence;
    // By what is known here, not by what the peer says was sent.
    times.echoSentNs = options.departures.of(sequence);
    times.echoArrivalNs = Number(arrival);
  };
  /** What a heartbeat says of the one before it, where that is the last one that was heard. */
  const readPrevious = (peer: PeerRecord, previous: HeartbeatMessage['previous']): void => {
    const heard = previous !== undefined && previous[0] === peer.heartbeatSequence;
    times.previousSentNs = heard ? Number(previous[1]) : NaN;
    times.previousArrivalNs = heard ? peer.heartbeatArrivalNs : NaN;
  };

  const readHeard = (peer: PeerRecord, heard: readonly HeardEntry[], nowNs: number): void => {
    for (const entry of heard) {
      const [sender, , , , loss] = entry;
      if (sender !== identity.senderId) continue;
      readEcho(peer, entry);
      const report = readReport(loss, peer.reportedLoss);
      peer.reportedLossRate = report.rate;
      adaptation.observe(
        peer.senderId,
        report,
        nowNs,
        options.sentPerSecond(),
        3 * peer.heartbeatIntervalNs,
      );
      return;
    }
  };

  return {
    isOwn(frame, bytes) {
      const end = frame.payloadOffset + frame.payloadLength;
      const line = heartbeatAt(
        bytes,
        frame.payloadOffset,
        endOfLine(bytes, frame.payloadOffset, end),
      );
      return line === undefined || (line.name === identity.name && line.clock === identity.clockId);
    },
    read(frame, peer) {
      const { bytes, payloadOffset } = frame;
      const end = payloadOffset + frame.payloadLength;
      let lineEnd = endOfLine(bytes, payloadOffset, end);
      const line = heartbeatAt(bytes, payloadOffset, lineEnd);
      if (line === undefined) return false;

      if (line.name !== undefined) peer.name = printable(line.name);
      if (line.clock !== undefined) {
        peer.clockId = line.clock.toLowerCase();
        peer.sameClock = peer.clockId === identity.clockId;
      }
      if (line.endpoints !== undefined) peer.endpoints = usableEndpoints(line.endpoints);
      if (line.rate !== undefined && line.rate > 0) peer.heartbeatIntervalNs = 100e9 / line.rate;
      peers.setReceiveOnly(peer, line.receiveOnly === true);
      if (isPlan(line.plan)) peer.planOffsetsUs = line.plan;
      peers.announce(peer);
      if (line.bye !== true) peers.cameBack(peer);
      readPrevious(peer, line.previous);
      peer.noteHeartbeat(frame.sequence, frame.timestampNs, frame.arrivalNs);
      times.sentNs = frame.timestampNs >= 0 ? frame.timestampNs : NaN;
      times.arrivalNs = frame.arrivalNs;
      times.echoSentNs = NaN;
      times.echoArrivalNs = NaN;
      if (line.heard !== undefined) readHeard(peer, line.heard, frame.arrivalNs);
      options.times(peer, times);

      for (let at = lineEnd + 1; at < end; at = lineEnd + 1) {
        lineEnd = endOfLine(bytes, at, end);
        lines.deliver(peer, bytes, at, lineEnd - at);
      }
      if (line.bye === true) peers.left(peer);
      return true;
    },
  };
}

function heartbeatAt(bytes: Uint8Array, offset: number, end: number): HeartbeatMessage | undefined {
  const line = decodeCompact(bytes, offset, end);
  return typeof line !== 'number' && line.type === 'heartbeat' ? line : undefined;
}

function endOfLine(bytes: Uint8Array, offset: number, end: number): number {
  const at = bytes.indexOf(NEWLINE, offset);
  return at < 0 || at > end ? end : at;
}
