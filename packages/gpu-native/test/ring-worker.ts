// Runs in a worker: puts as many numbered records into a ring as it is told, and says how often it was full.
import { parentPort } from 'node:worker_threads';
import { loadAddon, openArena, openRing, RECORD_WORDS } from '../src/index.js';
import { writeRecord } from './numbered-record.js';

const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.reason);
const arena = openArena(loaded.addon)!;

parentPort!.on('message', ([, { offset, count }]: [string, { offset: number; count: number }]) => {
  const ring = openRing(arena, offset);
  const words = new Uint32Array(32 * RECORD_WORDS);
  let full = 0;
  for (let sent = 0; sent < count;) {
    const wanted = Math.min(1 + (sent % 32), count - sent);
    for (let i = 0; i < wanted; i += 1) writeRecord(words, i, sent + i);
    while (!ring.push(words, 0, wanted)) full += wanted;
    sent += wanted;
  }
  parentPort!.postMessage({ full, dropped: ring.dropped() });
});
