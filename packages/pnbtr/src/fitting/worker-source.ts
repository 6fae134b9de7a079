/**
 * The worker's program, as text: a bundler has nothing to find. Each channel's control words are the first of its memory (see CONTROL).
 * `bell` is rung whenever any of them has news.
 */
export const workerSource = `
const { parentPort, workerData, receiveMessageOnPort } = require('node:worker_threads');
const { module, bell, control, slowEvery } = workerData;
lowerPriority();
const SLOTS = 7;
const LOST_HOPS = 1500;
const AGAIN_HOPS = 1000;
const channels = [];
let parts = 0;
function work(channel) {
  const { exports, words, mayskip } = channel;
  const taken = Atomics.load(words, control.taken);
  let done = Atomics.load(words, control.done);
  if (done >= taken) return false;
  if (mayskip && taken - done > LOST_HOPS) {
    exports.forget();
    channel.part = parts;
    done = taken - AGAIN_HOPS;
  }
  const refresh = done + 1;
  const every = Atomics.load(words, control.every);
  const place = refresh + Atomics.load(words, control.phase);
  const slow = place % (slowEvery * every) === 0;
  exports.advance(refresh, slow ? 0 : -1);
  // With the next ones due already nobody uses these: who does waits for them, and gives no more samples meanwhile.
  const passed = taken - refresh;
  if (place % every === 0 && passed < every) {
    const slot = ++channel.fast & SLOTS;
    exports.fitFast(refresh, slot);
    exports.mix(refresh, slot, slot, channel.slow & SLOTS);
    Atomics.store(words, control.latest, channel.fast);
  }
  Atomics.store(words, control.done, refresh);
  Atomics.notify(words, control.done);
  // For the next refresh.
  exports.search(refresh);
  if (place % every === 0 && (!mayskip || passed < every)) exports.find(refresh);
  if (slow) {
    channel.part = 0;
    channel.slowRefresh = refresh;
  }
  // Not needed before the next refresh.
  if (place % every === 0 && channel.part < parts) {
    // The models that are in use by then are of a later refresh.
    if (passed >= (slowEvery + parts) * every) channel.part = parts;
    else {
      exports.fitSlow(channel.slowRefresh, (channel.slow + 1) & SLOTS, 0, channel.part++);
      if (channel.part === parts) channel.slow++;
    }
  }
  return true;
}
// Fitting can wait for a while, those who play and receive cannot. Only Linux lets a thread alone be lowered.
function lowerPriority() {
  if (process.platform !== 'linux') return;
  const os = require('node:os');
  try {
    os.setPriority(Math.min(19, os.getPriority() + 5));
  } catch {}
}
for (;;) {
  const heard = Atomics.load(bell, 0);
  for (let message; (message = receiveMessageOnPort(parentPort)); ) {
    const { memory, mayskip } = message.message;
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    parts = exports.slowParts();
    channels.push({ exports, mayskip, fast: 0, slow: 0, part: parts, slowRefresh: 0, words: new Int32Array(memory.buffer, 0, control.count) });
  }
  let busy = false;
  for (let i = channels.length - 1; i >= 0; i--) {
    if (Atomics.load(channels[i].words, control.closed) !== 0) channels.splice(i, 1);
    else if (work(channels[i])) busy = true;
  }
  if (!busy) Atomics.wait(bell, 0, heard);
}
`;

/** Places of a channel's control words. */
export const CONTROL = {
  /** Hops that can be taken. */
  taken: 0,
  /** Hops that are done. */
  done: 1,
  /** Not zero = closed. */
  closed: 2,
  /** Hops between two fits. */
  every: 3,
  /** A fit is made when hop + phase is a multiple of `every`. */
  phase: 4,
  /** Fits so far; the last one's mixture is in this slot modulo 8. */
  latest: 5,
  count: 8,
} as const;
