import { asU64, type HeartbeatMessage } from '@jamnet/schemas';
import { LAGS_MS, type LossReport } from '../burst/loss-report.js';
import { readEndpoint } from '../endpoint.js';
import type { PeerRecord } from './peer.js';

/** What a heartbeat says of a peer heard: sender id, sequence, tx, rx, loss. */
export type HeardEntry = NonNullable<HeartbeatMessage['heard']>[number];
/** rate; cL for each of {@link LAGS_MS}; queue; arrivals. */
type ReportedLoss = HeardEntry[4];

const SHARE = 10_000;
const MOST_ENDPOINTS = 4;
const U32_MAX = 2 ** 32 - 1;

const count = (value: number): number => Math.min(U32_MAX, Math.max(0, Math.round(value)));

/** The entry for a peer, with the present report on it. */
export function heardEntry(peer: PeerRecord, report: LossReport): HeardEntry {
  return [
    peer.senderId,
    peer.heartbeatSequence,
    asU64(peer.heartbeatSentNs),
    asU64(peer.heartbeatArrivalNs),
    [
      Math.round(report.rate * SHARE),
      ...Array.from(report.conditional, (c) => (c < 0 ? -1 : Math.round(c * SHARE))),
      count(report.queueUs),
      count(report.arrivals),
    ] as ReportedLoss,
  ];
}

/** Reads a report on this process. The object is reused. */
export function readReport(loss: ReportedLoss, out: LossReport): LossReport {
  const lags = LAGS_MS.length;
  out.rate = loss[0] / SHARE;
  for (let i = 0; i < lags; i++) {
    const share = loss[1 + i];
    out.conditional[i] = share < 0 ? -1 : share / SHARE;
  }
  out.queueUs = loss[1 + lags];
  out.arrivals = loss[2 + lags];
  return out;
}

/** A name from the network, safe to show in a terminal. */
export function printable(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f]/gu, ' ');
}

/** Endpoints from the network that are some; the others are of no use, and could hold anything. */
export function usableEndpoints(endpoints: readonly string[]): string[] {
  return endpoints.filter((text) => readEndpoint(text) !== undefined).slice(0, MOST_ENDPOINTS);
}

/** Whether offsets rise from 0: only such a plan is believed. */
export function isPlan(offsetsUs: readonly number[] | undefined): offsetsUs is readonly number[] {
  if (offsetsUs === undefined || offsetsUs[0] !== 0) return false;
  for (let i = 1; i < offsetsUs.length; i++) if (offsetsUs[i] < offsetsUs[i - 1]) return false;
  return true;
}
