import type { JmidEvent } from '@jamnet/schemas';
import type { Loss } from '@jamnet/testkit';
import { createSimulatedJam, type SimulatedJam, type SimulatedPlayer } from '../simulated-jam.js';
import { createTracedLoss, type TracedLoss } from '../traced-loss.js';

const LATE_MS = 50;
/** By then the first copy has met the network. */
const MET_NS = 100e3;

/** What became of the notes of one run. */
export interface NoteLossResult {
  sent: number;
  delivered: number;
  noteOns: number;
  lateNoteOns: number;
  /** Events that never came; those of them that were no note-ons. */
  missing: number;
  missingOffs: number;
  synthesised: number;
  /** The longest that a note sounded on. */
  longestHangMs: number;
  /** The same beyond the end of the last loss run that its note-off met: a second run may begin while the first is being mended. */
  longestAfterRunMs: number;
  /** Notes that sounded on more than 50 ms beyond the end of the last loss run, and of the first. */
  hangsBeyond50Ms: number;
  hangsAfterFirstRun: number;
  /** The plan at the end, and what was sent all in all. */
  copies: number;
  spanUs: number;
  kbitPerSecond: number;
}

export interface NoteLossOptions {
  readonly seed: number;
  readonly notes: number;
  /** Both ways, each way by itself. */
  readonly loss: Loss;
  /** Notes of the first so many seconds do not count: the senders learn the loss. */
  readonly settleSeconds: number;
  readonly notesPerSecond?: number;
}

interface Played {
  readonly event: JmidEvent;
  readonly atNs: number;
}

/** Plays notes and controllers through a bad network in virtual time and accounts for every one. */
export async function runNoteLoss(options: NoteLossOptions): Promise<NoteLossResult> {
  const { seed, notes, loss, settleSeconds, notesPerSecond = 10 } = options;
  const jam = createSimulatedJam(seed);
  const { time } = jam;
  const arrivedNs = new Map<number, number>();
  /** When the listener released a note by itself, by channel and note. */
  const releasedNs = new Map<string, number[]>();
  // The network is impaired once each way: at the listener.
  const listener = await jam.join('listener', {
    send: { loss },
    jmid: { send: false },
    onMessage(event, info) {
      const nowNs = time.clock.nowNs();
      if (!info.synthesised) arrivedNs.set(event.sequence as number, nowNs);
      else if (event.type === 'note_off') {
        const key = keyOf(event);
        releasedNs.set(key, [...(releasedNs.get(key) ?? []), nowNs]);
      }
    },
  });
  const player = await jam.join('player');
  const startNs = time.clock.nowNs() + 500e6;
  const endNs = startNs + (notes * 1.5e9) / notesPerSecond + 10e9;
  const traced =
    typeof loss === 'number'
      ? undefined
      : createTracedLoss(loss.gilbertElliott, seed, time.clock.nowNs(), endNs);
  listener.setLoss(traced ?? loss);
  const { played, lastNs } = play(jam, player, startNs, notes, notesPerSecond);
  time.run(lastNs + 5e9);

  const result = emptyResult();
  for (const [index, { event, atNs }] of played.entries()) {
    const gotNs = arrivedNs.get(index + 1) ?? Infinity;
    if (gotNs === Infinity) {
      result.missing++;
      if (event.type !== 'note_on') result.missingOffs++;
    }
    if (atNs < startNs + settleSeconds * 1e9) continue;
    if (event.type === 'note_on') {
      result.noteOns++;
      if (gotNs - atNs > LATE_MS * 1e6) result.lateNoteOns++;
    } else if (event.type === 'note_off') {
      const released = releasedNs.get(keyOf(event))?.find((ns) => ns >= atNs) ?? Infinity;
      countHang(result, atNs, Math.min(gotNs, released), traced);
    }
  }
  result.sent = player.jmid.stats().sent;
  result.delivered = listener.jmid.stats().received;
  result.synthesised = listener.jmid.stats().synthesised;
  result.copies = player.session.plan.offsetsUs.length;
  result.spanUs = player.session.plan.offsetsUs.at(-1) as number;
  const seconds = (time.clock.nowNs() - startNs) / 1e9;
  result.kbitPerSecond = (player.session.stats().sent.bytes * 8) / seconds / 1000;
  return result;
}

/** Schedules everything that is played: notes at random distances, a controller with every fifth. */
function play(
  { time, random }: SimulatedJam,
  player: SimulatedPlayer,
  startNs: number,
  notes: number,
  notesPerSecond: number,
): { readonly played: readonly Played[]; readonly lastNs: number } {
  const played: Played[] = [];
  const at = (atNs: number, event: JmidEvent): void => {
    time.timers.schedule(atNs, () => {
      if (!player.jmid.send(event)) throw new Error(`event refused at ${atNs}`);
      played.push({ event, atNs: time.clock.nowNs() });
    });
  };
  let atNs = startNs;
  for (let n = 0; n < notes; n++) {
    atNs += (0.5 + random()) * (1e9 / notesPerSecond);
    const channel = 1 + (n % 16);
    const note = 36 + Math.floor(random() * 48);
    const velocity = 1 + Math.floor(random() * 127);
    at(atNs, { type: 'note_on', channel, note, velocity });
    at(atNs + 20e6 + random() * 400e6, { type: 'note_off', channel, note, velocity: 0 });
    if (n % 5 === 0) {
      const value = Math.floor(random() * 128);
      at(atNs + 10e6, { type: 'control_change', channel: 1, controller: 1, value });
    }
  }
  return { played, lastNs: atNs };
}

function countHang(
  result: NoteLossResult,
  sentNs: number,
  endedNs: number,
  traced: TracedLoss | undefined,
): void {
  result.longestHangMs = Math.max(result.longestHangMs, (endedNs - sentNs) / 1e6);
  if (traced === undefined) return;
  const afterFirstMs = (endedNs - traced.runEndNs(sentNs + MET_NS)) / 1e6;
  const afterLastMs = (endedNs - Math.max(sentNs, traced.lastRunEndNs(endedNs))) / 1e6;
  result.longestAfterRunMs = Math.max(result.longestAfterRunMs, afterLastMs);
  if (afterFirstMs > LATE_MS) result.hangsAfterFirstRun++;
  if (afterLastMs > LATE_MS) result.hangsBeyond50Ms++;
}

function keyOf(event: { readonly channel: number; readonly note: number }): string {
  return `${event.channel} ${event.note}`;
}

function emptyResult(): NoteLossResult {
  return {
    sent: 0,
    delivered: 0,
    noteOns: 0,
    lateNoteOns: 0,
    missing: 0,
    missingOffs: 0,
    synthesised: 0,
    longestHangMs: 0,
    longestAfterRunMs: 0,
    hangsBeyond50Ms: 0,
    hangsAfterFirstRun: 0,
    copies: 0,
    spanUs: 0,
    kbitPerSecond: 0,
  };
}
