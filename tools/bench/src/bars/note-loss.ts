import type { JmidEvent } from '@jamnet/schemas';
import type { Impairment } from '@jamnet/testkit';
import { createSimulatedJam } from '../simulated-jam.js';

/** What became of the notes of one run. */
export interface NoteLossResult {
  notes: number;
  sent: number;
  delivered: number;
  lateNoteOns: number;
  noteOns: number;
  missing: number;
  missingOffs: number;
  synthesised: number;
  longestHangMs: number;
  hangsBeyond50Ms: number;
  copies: number;
  spanUs: number;
  kbitPerSecond: number;
}

export interface NoteLossOptions {
  readonly seed: number;
  readonly notes: number;
  readonly impairment: Impairment;
  /** Notes of the first so many seconds do not count: the senders learn the loss. */
  readonly settleSeconds: number;
  readonly notesPerSecond?: number;
}

/** Plays notes and controllers through a bad network in virtual time and accounts for every one. */
export async function runNoteLoss(options: NoteLossOptions): Promise<NoteLossResult> {
  const { seed, notes, impairment, settleSeconds, notesPerSecond = 10 } = options;
  const jam = createSimulatedJam(seed);
  const { time, random } = jam;
  const arrived = new Map<number, number>();
  const result: NoteLossResult = {
    notes: 0,
    sent: 0,
    delivered: 0,
    lateNoteOns: 0,
    noteOns: 0,
    missing: 0,
    missingOffs: 0,
    synthesised: 0,
    longestHangMs: 0,
    hangsBeyond50Ms: 0,
    copies: 0,
    spanUs: 0,
    kbitPerSecond: 0,
  };
  const listener = await jam.join('listener', {
    send: impairment,
    receive: impairment,
    jmid: { send: false },
    onMessage(event, info) {
      if (info.synthesised) result.synthesised++;
      else arrived.set(event.sequence as number, time.clock.nowNs());
    },
  });
  // The network is impaired once each way: at the listener.
  const player = await jam.join('player');
  const startNs = time.clock.nowNs() + 500e6;
  const countFromNs = startNs + settleSeconds * 1e9;
  const sentAt: { type: JmidEvent['type']; atNs: number }[] = [{ type: 'clock', atNs: 0 }];
  const play = (atNs: number, event: JmidEvent): void => {
    time.timers.schedule(atNs, () => {
      if (!player.jmid.send(event)) throw new Error(`event refused at ${atNs}`);
      sentAt.push({ type: event.type, atNs: time.clock.nowNs() });
    });
  };
  let atNs = startNs;
  for (let n = 0; n < notes; n++) {
    atNs += (0.5 + random()) * (1e9 / notesPerSecond);
    const note = 36 + Math.floor(random() * 48);
    play(atNs, {
      type: 'note_on',
      channel: 1 + (n % 16),
      note,
      velocity: 1 + Math.floor(random() * 127),
    });
    play(atNs + 20e6 + random() * 400e6, {
      type: 'note_off',
      channel: 1 + (n % 16),
      note,
      velocity: 0,
    });
    if (n % 5 === 0) {
      play(atNs + 10e6, {
        type: 'control_change',
        channel: 1,
        controller: 1,
        value: Math.floor(random() * 128),
      });
    }
  }
  time.run(atNs + 5e9);
  for (let sequence = 1; sequence < sentAt.length; sequence++) {
    const { type, atNs: sent } = sentAt[sequence];
    const got = arrived.get(sequence);
    if (got === undefined) {
      result.missing++;
      if (type !== 'note_on') result.missingOffs++;
    }
    if (sent < countFromNs) continue;
    const lateMs = got === undefined ? Infinity : (got - sent) / 1e6;
    if (type === 'note_on') {
      result.noteOns++;
      if (lateMs > 50) result.lateNoteOns++;
    } else if (type === 'note_off') {
      result.longestHangMs = Math.max(result.longestHangMs, lateMs);
    }
  }
  result.notes = notes;
  result.sent = player.jmid.stats().sent;
  result.delivered = listener.jmid.stats().received;
  result.copies = player.session.plan.offsetsUs.length;
  result.spanUs = player.session.plan.offsetsUs.at(-1) as number;
  result.kbitPerSecond =
    (player.session.stats().sent.bytes * 8) / ((time.clock.nowNs() - startNs) / 1e9) / 1000;
  return result;
}
