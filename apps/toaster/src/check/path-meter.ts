import {
  createLossMeter,
  createLossReport,
  type FrameView,
  type HeartbeatTimes,
  type LossReport,
  type Peer,
  StreamType,
} from '@jamnet/toast';
import { createTickSeries } from '../demo/tick-series.js';
import { adviseAudio, adviseMidi, meanRunMs, type Playable, type WayFigures } from './advice.js';
import { createDelaySeries, type DelaySeries } from './delay-series.js';
import type { PathView, RunFigures, Verdict, WayView } from './path-view.js';
import { isProbe, PROBE_INTERVAL_MS } from './probe.js';
import { createReportMean } from './report-mean.js';
import { createRunMeter, type RunMeter } from './run-meter.js';

/** Probes are waited for as long as a datagram may be overtaken, 85 ms. */
const PROBE_PATIENCE = 32;
const HEARTBEAT_PATIENCE = 2;
/** Its first reports are of the time before there was a probe. */
const SETTLE_MS = 1_000;
/** Of one second there are too few heartbeats to say anything. */
const LEAST_MS = 2_000;
/** So long does a loss meter wait, beside the answer's way: who has not reported by then does not hear this side. */
const DEAF_MS = 3_000;
const LEAST_COUNTED = 30;
const NO_OFFSETS: readonly number[] = [0];

/** Measures the path to one peer, both ways, from what comes from it. */
export interface PathMeter {
  /** A heartbeat of it was read: its times, and what it reports. */
  heartbeat(times: HeartbeatTimes): void;
  /** A frame of it came, any copy. */
  frame(frame: FrameView, arrivalNs: number): void;
  /** To be called ten times a second. */
  settle(nowNs: number): void;
  /** Ends a stretch of the loss over time. */
  tick(): void;
  view(nowNs: number): PathView;
}

/** @param peer live: what is known of it is asked when it is needed */
export function createPathMeter(peer: Peer, startNs: number): PathMeter {
  return new Meter(peer, startNs);
}

class Meter implements PathMeter {
  readonly #peer: Peer;
  readonly #startNs: number;
  readonly #reports = createReportMean();
  readonly #heard = createReportMean();
  readonly #probes: RunMeter = createRunMeter(PROBE_PATIENCE);
  readonly #heartbeats: RunMeter = createRunMeter(HEARTBEAT_PATIENCE);
  readonly #probeLoss = createLossMeter();
  readonly #heardNow: LossReport = createLossReport();
  readonly #there: DelaySeries = createDelaySeries();
  readonly #here: DelaySeries = createDelaySeries();
  readonly #roundTrip: DelaySeries = createDelaySeries();
  readonly #thereTicks = createTickSeries('largest', null);
  readonly #hereTicks = createTickSeries('largest', null);
  /** Of heartbeats, when the last stretch ended. */
  #countedBefore = { expected: 0, lost: 0 };
  #lastNs: number;

  constructor(peer: Peer, startNs: number) {
    this.#peer = peer;
    this.#startNs = startNs;
    this.#lastNs = startNs;
  }

  heartbeat(times: HeartbeatTimes): void {
    const { sentNs, arrivalNs, previousSentNs, previousArrivalNs } = times;
    // Of the one before it is known when it really left.
    const known = Number.isFinite(previousSentNs);
    const hereNs = known ? previousArrivalNs - previousSentNs : arrivalNs - sentNs;
    const thereNs = times.echoArrivalNs - times.echoSentNs;
    this.#here.add(arrivalNs, hereNs);
    this.#there.add(arrivalNs, thereNs);
    // The difference of the clocks is in both, once each way.
    this.#roundTrip.add(arrivalNs, thereNs + hereNs);
    if (arrivalNs - this.#startNs < SETTLE_MS * 1e6 || this.#peer.reportedLossRate < 0) return;
    this.#reports.add(this.#peer.reportedLoss);
    this.#thereTicks.add(this.#peer.reportedLossRate);
  }

  frame(frame: FrameView, arrivalNs: number): void {
    this.#lastNs = arrivalNs;
    if (frame.streamType === StreamType.HEARTBEAT) this.#heartbeats.note(frame.sequence);
    if (!isProbe(frame)) return;
    this.#probes.note(frame.sequence);
    this.#probeLoss.note(frame.sequence, frame.burstIndex, frame.burstSize, arrivalNs);
    this.#here.add(arrivalNs, arrivalNs - frame.timestampNs);
  }

  settle(nowNs: number): void {
    if (this.#probes.expected < LEAST_COUNTED || this.#peer.state !== 'alive') return;
    this.#probeLoss.settle(nowNs, NO_OFFSETS);
    this.#probeLoss.report(this.#heardNow);
    this.#heard.add(this.#heardNow);
  }

  tick(): void {
    const { expected, lost } = this.#counted();
    const before = this.#countedBefore;
    const counted = expected - before.expected;
    if (counted > 0) this.#hereTicks.add(Math.max(0, (lost - before.lost) / counted));
    this.#countedBefore = { expected, lost };
    this.#thereTicks.tick();
    this.#hereTicks.tick();
  }

  view(nowNs: number): PathView {
    const { senderId, name, state, sameClock, lastHeardNs } = this.#peer;
    const endNs = state === 'alive' ? nowNs : this.#lastNs;
    const measuredMs = Math.max(0, endNs - this.#startNs) / 1e6;
    const there = this.#wayThere();
    const here = this.#wayHere();
    const isDeaf = this.#peer.reportedLossRate < 0 && measuredMs >= DEAF_MS;
    const known = measuredMs >= LEAST_MS && there.lossRate !== null;
    const advice = known ? this.#advice(there, here) : null;
    let verdict: Verdict = isDeaf ? 'one-way' : 'unknown';
    if (advice) verdict = better(advice.midi.playable, advice.audio.playable);
    return {
      senderId,
      name: name || senderId.toString(16).padStart(8, '0'),
      state,
      silentMs: Math.max(0, nowNs - lastHeardNs) / 1e6,
      measuredMs,
      sameClock,
      there,
      here,
      roundTrip: this.#roundTrip.spread(),
      midi: advice?.midi ?? null,
      audio: advice?.audio ?? null,
      verdict,
    };
  }

  #wayThere(): WayView {
    const { report, count } = this.#reports;
    const mean = meanRunMs(report);
    return {
      by: count > 0 ? 'report' : null,
      counted: count,
      lossRate: count > 0 ? report.rate : null,
      lossTicks: this.#thereTicks.values,
      runs: mean === null ? null : { meanMs: mean, count: null, longestMs: null, lengths: null },
      ...this.#delays(this.#there),
      queueUs: count > 0 ? report.queueUs : null,
    };
  }

  #wayHere(): WayView {
    const { expected, lost, by } = this.#counted();
    return {
      by: expected > 0 ? by : null,
      counted: expected,
      lossRate: expected > 0 ? lost / expected : null,
      lossTicks: this.#hereTicks.values,
      runs: by === 'probes' ? this.#runsHere() : null,
      ...this.#delays(this.#here),
      queueUs: null,
    };
  }

  #runsHere(): RunFigures | null {
    const { runs, lost, longest, lengths } = this.#probes;
    if (runs === 0) return null;
    return {
      meanMs: (lost / runs) * PROBE_INTERVAL_MS,
      count: runs,
      longestMs: longest * PROBE_INTERVAL_MS,
      lengths: [...lengths],
    };
  }

  #delays(series: DelaySeries): Pick<WayView, 'oneWay' | 'aboveFastest' | 'jitterUs'> {
    const known = series.count > 1;
    return {
      oneWay: known && this.#peer.sameClock ? series.spread() : null,
      aboveFastest: known ? series.aboveFastest() : null,
      jitterUs: known ? series.jitterUs : null,
    };
  }

  /** Of what there was most of: probes, where the other side checks too; else its media, else its heartbeats. */
  #counted(): {
    readonly expected: number;
    readonly lost: number;
    readonly by: 'probes' | 'media' | 'heartbeats';
  } {
    const { expected, lost } = this.#probes;
    if (expected >= LEAST_COUNTED) return { expected, lost, by: 'probes' };
    let copies = 0;
    let copiesLost = 0;
    for (const stream of this.#peer.streams.values()) {
      copies += stream.copiesExpected;
      copiesLost += stream.copiesLost;
    }
    if (copies > this.#heartbeats.expected)
      return { expected: copies, lost: copiesLost, by: 'media' };
    return { ...pick(this.#heartbeats), by: 'heartbeats' };
  }

  #advice(there: WayView, here: WayView) {
    const ways = [
      this.#figures(there, this.#reports.report),
      this.#figures(here, this.#reportHere(here.lossRate ?? 0)),
    ];
    const midi = ways.map(adviseMidi).reduce((a, b) => (b.withinMs > a.withinMs ? b : a));
    const audio = ways
      .map(adviseAudio)
      .reduce((a, b) => (b.playoutDelayMs > a.playoutDelayMs ? b : a));
    return { midi, audio };
  }

  #reportHere(rate: number): Readonly<LossReport> {
    if (this.#heard.count > 0) return this.#heard.report;
    const report = createLossReport();
    report.rate = rate;
    // Heartbeats are too far apart to show runs: those on the way there are the best guess.
    report.conditional.set(this.#reports.report.conditional);
    return report;
  }

  #figures({ oneWay, aboveFastest }: WayView, report: Readonly<LossReport>): WayFigures {
    const roundTripUs = this.#roundTrip.spread()?.leastUs ?? 0;
    return {
      report,
      fastestUs: Math.max(0, oneWay?.leastUs ?? roundTripUs / 2),
      aboveUs: aboveFastest?.p99Us ?? 0,
    };
  }
}

function pick({ expected, lost }: RunMeter) {
  return { expected, lost };
}

function better(a: Playable, b: Playable): Playable {
  if (a === 'yes' || b === 'yes') return 'yes';
  return a === 'limited' || b === 'limited' ? 'limited' : 'no';
}
