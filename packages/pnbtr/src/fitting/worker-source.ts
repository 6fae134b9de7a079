/**
 * The worker's program, as text: a bundler has nothing to find. Each channel's control words are the first of its memory: 0 hops
 * that can be taken, 1 hops that are done, 2 not zero = closed. `bell` is rung whenever any of them has news.
 */
export const workerSource = `
const { parentPort, workerData, receiveMessageOnPort } = require('node:worker_threads');
const { module, bell, hop } = workerData;
const channels = [];
for (;;) {
  const heard = Atomics.load(bell, 0);
  for (let message; (message = receiveMessageOnPort(parentPort)); ) {
    const { memory } = message.message;
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    channels.push({ exports, words: new Int32Array(memory.buffer, 0, 4) });
  }
  let busy = false;
  for (let i = channels.length - 1; i >= 0; i--) {
    const { exports, words } = channels[i];
    if (Atomics.load(words, 2) !== 0) {
      channels.splice(i, 1);
      continue;
    }
    const done = Atomics.load(words, 1);
    if (done >= Atomics.load(words, 0)) continue;
    busy = true;
    const refresh = done + 1;
    exports.advance(refresh);
    exports.fitModel(0, refresh);
    exports.mix(refresh);
    Atomics.store(words, 1, refresh);
    Atomics.notify(words, 1);
    // Not needed before the next refresh.
    if (refresh % 8 === 0) exports.fitModel(1, refresh);
  }
  if (!busy) Atomics.wait(bell, 0, heard);
}
`;
