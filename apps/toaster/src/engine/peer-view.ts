import type { RemoteAudio } from '@jamnet/jdat';
import type { TimelinePeer } from '@jamnet/sync';
import type { Peer } from '@jamnet/toast';
import type { PeerState } from './jam-state.js';
import { Minute } from './minute.js';
import type { PeerVoice } from './peer-voice.js';

/** What the listener set for a peer. */
export interface PeerWishes {
  volume: number;
  muted: boolean;
  delayMs: number;
}

/** What is known of a peer at a moment, from the rooms that know it. */
export interface PeerSight {
  readonly peer: Peer;
  readonly clock: TimelinePeer | undefined;
  readonly isMaster: boolean;
  readonly stream: RemoteAudio | undefined;
  readonly voice: PeerVoice | undefined;
  readonly notesDelayMs: number | null;
  readonly wishes: PeerWishes;
  readonly atS: number;
}

/** One peer as it is shown, with its last minute. */
export class PeerView {
  readonly #latency = new Minute();
  readonly #jitter = new Minute();
  readonly #loss = new Minute();
  readonly #buffer = new Minute();
  /** Since the last state, and since it was first heard. */
  #notes = 0;
  #notesRepaired = 0;

  note(repaired: boolean): void {
    this.#notes++;
    if (repaired) this.#notesRepaired++;
  }

  look(sight: PeerSight): PeerState {
    const { peer, clock, stream, voice, wishes, atS } = sight;
    const estimate = clock?.estimate;
    const latencyMs = latencyOf(peer, estimate?.roundTripNs);
    const jitterMs = peer.jitterUs / 1000;
    const bufferMs = stream === undefined ? null : stream.live.bufferMs;
    this.#latency.note(latencyMs, atS);
    this.#jitter.note(jitterMs, atS);
    this.#loss.note(peer.lossRate, atS);
    this.#buffer.note(bufferMs, atS);
    const counters = stream?.counters;
    const notes = this.#notes;
    this.#notes = 0;
    const byCopy = counters?.byCopy ?? 0;
    const byCoding = counters?.byCoding ?? 0;
    const playoutMs = stream?.live.delayMs ?? sight.notesDelayMs;
    return {
      senderId: peer.senderId,
      name: peer.name || 'somebody',
      state: peer.state === 'alive' ? 'here' : 'gone',
      latencyMs,
      jitterMs,
      lossHere: peer.lossRate,
      lossThere: peer.reportedLossRate < 0 ? null : peer.reportedLossRate,
      bufferMs,
      playoutMs: playoutMs !== null && Number.isFinite(playoutMs) ? playoutMs : null,
      meter: { peaks: voice === undefined ? [] : [voice.takePeak() * voice.gain], notes },
      repair: {
        direct: Math.max(0, (counters?.exact ?? 0) - byCopy - byCoding),
        copies: byCopy,
        jellie: byCoding + (counters?.halfRate ?? 0),
        predicted: counters?.concealed ?? 0,
        missing: voice?.missedFrames() ?? 0,
        notesRepaired: this.#notesRepaired,
      },
      offsetUs: estimate === undefined ? null : estimate.offsetNs / 1000,
      boundUs: estimate === undefined ? null : estimate.errorBoundNs / 1000,
      isMaster: sight.isMaster,
      ...wishes,
      history: {
        latencyMs: this.#latency.history(),
        jitterMs: this.#jitter.history(),
        loss: this.#loss.history(),
        bufferMs: this.#buffer.history(),
      },
    };
  }
}

/** On one clock the fastest way is known; else half of the smallest way there and back. */
function latencyOf(peer: Peer, roundTripNs: number | undefined): number | null {
  if (peer.sameClock && Number.isFinite(peer.fastestNs)) {
    return Math.max(0, peer.fastestNs) / 1e6 + peer.jitterUs / 1000;
  }
  return roundTripNs === undefined ? null : roundTripNs / 2e6 + peer.jitterUs / 1000;
}
