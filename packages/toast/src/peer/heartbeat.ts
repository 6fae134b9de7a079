import type { HeartbeatMessage } from '@jamnet/schemas';
import { LAGS_MS, type LossReport } from '../burst/loss-report.js';
import type { PeerRecord } from './peer.js';

/** What a heartbeat says of a peer heard. */
export type HeardEntry = NonNullable<HeartbeatMessage['heard']>[number];
type ReportedLoss = HeardEntry['loss'];

const SHARE = 10_000;

/** The entry for a peer, with the present report on it. Times are numbers: they stay below 2^53 for 104 days. */
export function heardEntry(peer: PeerRecord, report: LossReport): HeardEntry {
  return {
    sender: peer.senderId,
    sequence: peer.heartbeatSequence,
    tx: Math.max(0, Math.round(peer.heartbeatSentNs)),
    rx: Math.round(peer.heartbeatArrivalNs),
    loss: {
      rate: Math.round(report.rate * SHARE),
      afterLoss: Array.from(report.conditional, (c) =>
        c < 0 ? -1 : Math.round(c * SHARE),
      ) as ReportedLoss['afterLoss'],
      queueUs: Math.round(report.queueUs),
      receivedPerSecond: Math.round(report.arrivals),
    },
  };
}

/** Reads a report on this process. The object is reused. */
export function readReport(loss: ReportedLoss, out: LossReport): LossReport {
  out.rate = Math.max(0, loss.rate / SHARE);
  for (let i = 0; i < LAGS_MS.length; i++) {
    const share = loss.afterLoss[i];
    out.conditional[i] = share < 0 ? -1 : share / SHARE;
  }
  out.queueUs = Math.max(0, loss.queueUs);
  out.arrivals = Math.max(0, loss.receivedPerSecond);
  return out;
}

/** A name from the network, safe to show in a terminal. */
export function printable(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return name.replace(/[\u0000-\u001f\u007f-\u009f]/gu, ' ');
}

/** Whether offsets rise from 0: only such a plan is believed. */
export function isPlan(offsetsUs: readonly number[] | undefined): offsetsUs is readonly number[] {
  if (offsetsUs === undefined || offsetsUs[0] !== 0) return false;
  for (let i = 1; i < offsetsUs.length; i++) if (offsetsUs[i] < offsetsUs[i - 1]) return false;
  return true;
}
