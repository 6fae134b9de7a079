/** Somebody on a host of the LAN: plays until told to end, or looks for whoever plays, again and again. */
import { setTimeout as wait } from 'node:timers/promises';
import { createToast, FormatType, type Session, StreamType } from '@jamnet/toast';
import type { DiscoveryRole, DiscoverySays, SearchTimes } from './discovery-messages.js';

const NOTE_EVERY_MS = 5;
/** What is over by then has failed. */
const LONGEST_MS = 20_000;

const { name, discovery, topic, rounds } = JSON.parse(process.argv[2]) as DiscoveryRole;
const say = (message: DiscoverySays): void => void process.send?.(message);

if (rounds === 0) await playUntilTold();
else await search();

async function playUntilTold(): Promise<void> {
  const toast = await createToast({ name, discovery });
  const session = await toast.openSession({ topic });
  const stream = session.openStream({
    streamType: StreamType.MIDI,
    formatType: FormatType.COMPACT_JSONL,
    redundancy: { copies: 1 },
  });
  const note = new TextEncoder().encode('{"t":"n+","n":60,"v":90}\n');
  const playing = setInterval(() => {
    stream.send(note, 0, note.length, { timestampNs: toast.clock.nowNs() });
  }, NOTE_EVERY_MS);
  say({ kind: 'open', notices: toast.discovery?.notices() ?? [] });
  process.once('message', () => {
    clearInterval(playing);
    void toast.close().then(() => process.disconnect());
  });
}

async function search(): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    // At any moment between two announcements of the other.
    await wait(200 + Math.random() * 600);
    say({ kind: 'round', times: await searchOnce() });
  }
  say({ kind: 'done' });
  process.disconnect();
}

async function searchOnce(): Promise<SearchTimes> {
  const startMs = performance.now();
  const toast = await createToast({ name, discovery });
  let foundMs = Infinity;
  let foundBy = 'nothing';
  const found = ({ peer }: { readonly peer: { readonly foundBy: string } }): void => {
    foundMs = Math.min(foundMs, performance.now());
    foundBy = peer.foundBy;
  };
  for (const known of toast.discovery?.peers() ?? []) found({ peer: known });
  toast.discovery?.events.addEventListener('found', found, { once: true });
  const session = await toast.openSession({ topic });
  const heardMs = await firstMedia(session);
  await toast.close();
  // Music may come before its player is found: where multicast reaches everybody in the room at once.
  return { foundMs: foundMs - startMs, mediaMs: Math.max(0, heardMs - foundMs), foundBy };
}

/** When the first frame comes; Infinity where none does. */
function firstMedia(session: Session): Promise<number> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(Infinity), LONGEST_MS);
    session.subscribe({ streamType: StreamType.MIDI }, () => {
      clearTimeout(timer);
      // Whoever is heard and not found yet is waited for a little.
      setTimeout(resolve, 400, performance.now());
    });
  });
}
