/** Somebody on a host of the LAN: plays a file when told to, tells what was heard. */
import { readFileSync } from 'node:fs';
import { createJmid, readMidiFile } from '@jamnet/jmid';
import { createToast } from '@jamnet/toast';
import type { FoundPeer, LanOrder, LanRole, LanSays } from './lan-messages.js';

const LEAD_IN_NS = 200e6;
const DRAIN_MS = 5000;

const { name, topic, file } = JSON.parse(process.argv[2]) as LanRole;
const say = (message: LanSays): void => void process.send?.(message);

const toast = await createToast({ name });
const { clock, timers } = toast;
const session = await toast.openSession({ topic });
const jmid = createJmid({ session, send: file !== undefined });

const found = new Map<string, FoundPeer>();
let leastLevel = 1;
setInterval(() => {
  leastLevel = Math.min(leastLevel, session.level);
  for (const peer of session.peers())
    if (peer.name !== '' && !found.has(peer.name))
      found.set(peer.name, { name: peer.name, atNs: clock.nowNs() });
}, 5).unref();

const sequences: number[] = [];
const late: { playedUs: number; lateUs: number }[] = [];
let noteOns = 0;
let firstPlayedUs = Infinity;
jmid.onMessage((event, info) => {
  if (info.synthesised) return;
  const playedUs = Number(event.timestamp);
  firstPlayedUs = Math.min(firstPlayedUs, playedUs);
  sequences.push(event.sequence as number);
  if (event.type !== 'note_on') return;
  noteOns++;
  if (info.late) late.push({ playedUs, lateUs: info.lateUs ?? -1 });
});
say({ kind: 'open', atNs: clock.nowNs() });

async function play(path: string): Promise<void> {
  const { events } = readMidiFile(readFileSync(path));
  const startNs = clock.nowNs() + LEAD_IN_NS;
  let refused = 0;
  await new Promise<void>((resolve) => {
    for (const { timeUs, message } of events)
      timers.schedule(startNs + timeUs * 1000, () => {
        if (!jmid.send(message)) refused++;
      });
    timers.schedule(startNs + events[events.length - 1].timeUs * 1000 + 1, resolve);
  });
  await jmid.drain(DRAIN_MS);
  const { plan, congestionTrips, sent } = session.stats();
  say({
    kind: 'played',
    events: events.length,
    refused,
    copies: plan.offsetsUs.length,
    congestionTrips,
    leastLevel,
    bitsPerSecond: (sent.bytes * 8e9) / (clock.nowNs() - startNs),
  });
}

process.on('message', (order: LanOrder) => {
  if (order === 'play' && file !== undefined) void play(file);
  if (order === 'tell') {
    const { missing, repaired, synthesised } = jmid.stats();
    const lossRate = Math.max(0, ...session.peers().map((peer) => peer.lossRate));
    say({
      kind: 'heard',
      found: [...found.values()],
      sequences,
      noteOns,
      late,
      firstPlayedUs,
      missing,
      repaired,
      synthesised,
      lossRate,
    });
  }
  if (order === 'end') {
    jmid.close();
    void toast.close().then(() => process.disconnect());
  }
});
