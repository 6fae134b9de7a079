import { formatClock } from '../options/duration.js';
import {
  formatCount,
  formatCountOf,
  formatMicroseconds,
  formatNanoseconds,
  formatShare,
} from '../report/number-format.js';
import type { Music } from '../timeline/music.js';
import type { DemoView } from './demo-view.js';
import { noteName } from './note-name.js';

/** The same in one line: for a pipe, a log, a terminal too small for the display. */
export function demoLine(view: DemoView): string {
  const peer = view.peers[0];
  const parts = [
    `${formatClock(view.elapsedMs)} of ${formatClock(view.songMs)}`,
    `${formatCount(view.sent)} sent, ${formatCount(view.heard)} heard, ${formatCount(view.repaired)} repaired`,
  ];
  if (view.late > 0) parts.push(`${formatCount(view.late)} late`);
  if (peer) {
    parts.push(
      `latency ${formatMicroseconds(peer.p50Us)} median ${formatMicroseconds(peer.p99Us)} p99`,
    );
    parts.push(`loss ${formatShare(peer.loss)}`);
  }
  if (view.places) {
    const { player, listener, apartNs } = view.places;
    const apart = apartNs === null ? 'joining' : `${formatNanoseconds(Math.abs(apartNs))} apart`;
    const place = ({ bar, beatInBar }: Music) => `${bar}.${beatInBar}`;
    parts.push(`bar ${place(player)} and ${place(listener)}, ${apart}`);
  }
  if (view.plan) {
    const { offsetsUs } = view.plan;
    const spanUs = offsetsUs[offsetsUs.length - 1] ?? 0;
    const over = offsetsUs.length > 1 ? ` over ${formatMicroseconds(spanUs)}` : '';
    parts.push(`${formatCountOf(offsetsUs.length, 'copy', 'copies')}${over}`);
  }
  const held = view.roll.notes.filter((mark) => mark.endMs === null).map((mark) => mark.note);
  const names = [...new Set(held)].sort((a, b) => a - b).map(noteName);
  if (names.length > 0) parts.push(names.join(' '));
  return parts.join(' · ');
}

/** The same for a program. */
export interface DemoProgress extends Pick<
  DemoView,
  | 'phase'
  | 'elapsedMs'
  | 'songMs'
  | 'sent'
  | 'heard'
  | 'repaired'
  | 'late'
  | 'missing'
  | 'plan'
  | 'places'
> {
  readonly peers: ReadonlyArray<{
    readonly name: string;
    readonly latencyUs: {
      readonly p50: number;
      readonly p99: number | null;
      readonly max: number | null;
    } | null;
    readonly loss: number | null;
  }>;
}

export function demoProgress(view: DemoView): DemoProgress {
  const { phase, sent, heard, repaired, late, missing, plan, places } = view;
  const peers = view.peers.map(({ name, p50Us, p99Us, maxUs, loss }) => {
    return {
      name,
      latencyUs: p50Us === null ? null : { p50: p50Us, p99: p99Us, max: maxUs },
      loss,
    };
  });
  const elapsedMs = Math.round(view.elapsedMs);
  const songMs = Math.round(view.songMs);
  return { phase, elapsedMs, songMs, sent, heard, repaired, late, missing, plan, places, peers };
}
