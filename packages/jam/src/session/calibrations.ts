import { decodeCompact, encodeCompactInto } from '@jamnet/schemas';
import {
  type CalibrationReceiver,
  type CalibrationSender,
  type Correction,
  createCalibrationReceiver,
  createCalibrationSender,
  type U64,
} from '@jamnet/sync';
import {
  FormatType,
  MAX_PAYLOAD_BYTES,
  type OutStream,
  type ReceivedFrame,
  type Session,
  StreamType,
} from '@jamnet/toast';
import type { PairedReading } from '@jamnet/wire';

export type CorrectionHandler = (correction: Correction | null) => void;

export interface CalibrationStats {
  /** Blocks sent, and those that the session refused to send. */
  readonly sent: number;
  readonly refused: number;
  readonly received: number;
  /** SYNC frames that hold no calibration block. */
  readonly malformed: number;
  /** Peers whose blocks are known. */
  readonly peers: number;
}

/** The calibration blocks of a session (row S1): those of the others, and this process's where it has a GPU clock. */
export interface Calibrations {
  /** Sends blocks of this clock pair from now on: at once, every 5 s, and on drift. To be called once. */
  send(read: () => Promise<PairedReading>): void;
  /**
   * Corrects a GPU stamp of a peer to that peer's CPU clock, by the peer's last block. Before the first one `deliver` waits for it, 100 ms at most,
   * and is then given null.
   */
  correct(peer: number, timestampGpu: U64, deliver: CorrectionHandler): void;
  stats(): CalibrationStats;
  close(): void;
}

export function createCalibrations(session: Session): Calibrations {
  return new SessionCalibrations(session);
}

class SessionCalibrations implements Calibrations {
  readonly #session: Session;
  readonly #receivers = new Map<number, CalibrationReceiver<CorrectionHandler>>();
  readonly #following = new AbortController();
  readonly #unsubscribe: () => void;
  #sender: CalibrationSender | undefined;
  #out: OutStream | undefined;
  #sent = 0;
  #refused = 0;
  #received = 0;
  #malformed = 0;

  constructor(session: Session) {
    this.#session = session;
    const until = { signal: this.#following.signal };
    const forget = ({ peer }: { readonly peer: { readonly senderId: number } }): void => {
      this.#receivers.get(peer.senderId)?.close();
      this.#receivers.delete(peer.senderId);
    };
    session.events.addEventListener('peer-left', forget, until);
    session.events.addEventListener('peer-expired', forget, until);
    this.#unsubscribe = session.subscribe({ streamType: StreamType.SYNC }, (frame) =>
      this.#receive(frame),
    );
  }

  send(read: () => Promise<PairedReading>): void {
    const { clock, timers } = this.#session;
    const bytes = new Uint8Array(MAX_PAYLOAD_BYTES);
    const out = this.#session.openStream({
      streamType: StreamType.SYNC,
      formatType: FormatType.COMPACT_JSONL,
      redundancy: { copies: 3 },
    });
    this.#out = out;
    this.#sender = createCalibrationSender({
      clock,
      timers,
      read,
      send: (block) => {
        const length = encodeCompactInto(block, bytes, 0);
        // Frames of this type are stamped by the port.
        if (length > 0 && out.send(bytes, 0, length, { timestampNs: 0 })) this.#sent++;
        else this.#refused++;
      },
    });
  }

  correct(peer: number, timestampGpu: U64, deliver: CorrectionHandler): void {
    if (this.#following.signal.aborted) deliver(null);
    else this.#receiverOf(peer).correct(timestampGpu, deliver);
  }

  #receiverOf(peer: number): CalibrationReceiver<CorrectionHandler> {
    const known = this.#receivers.get(peer);
    if (known !== undefined) return known;
    const { clock, timers } = this.#session;
    const receiver = createCalibrationReceiver<CorrectionHandler>({
      clock,
      timers,
      deliver: (handler, correction) => handler(correction),
    });
    this.#receivers.set(peer, receiver);
    return receiver;
  }

  #receive({ peer, bytes, payloadOffset, payloadLength, formatType }: ReceivedFrame): void {
    const isLine = formatType === FormatType.COMPACT_JSONL;
    const block = isLine && decodeCompact(bytes, payloadOffset, payloadOffset + payloadLength);
    if (typeof block !== 'object' || block.type !== 'sync_calibration_block') this.#malformed++;
    else if (this.#receiverOf(peer.senderId).take(block)) this.#received++;
  }

  stats(): CalibrationStats {
    return {
      sent: this.#sent,
      refused: this.#refused,
      received: this.#received,
      malformed: this.#malformed,
      peers: this.#receivers.size,
    };
  }

  close(): void {
    this.#following.abort();
    this.#unsubscribe();
    this.#sender?.close();
    this.#out?.close();
    for (const receiver of this.#receivers.values()) receiver.close();
    this.#receivers.clear();
  }
}
