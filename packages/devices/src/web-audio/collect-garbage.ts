import { setImmediate } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Has everything collected that nobody refers to any more, and what hangs on it released; some 20 ms. The library keeps a microphone open until then, and another program,
 * or the next use here, may be waiting for it.
 */
export async function collectGarbage(): Promise<void> {
  if (collect === undefined) {
    v8.setFlagsFromString('--expose-gc');
    collect = vm.runInNewContext('gc') as () => void;
  }
  // What refers to it may still be on its way through the event loop; what was collected is released in a later turn.
  await setImmediate();
  collect();
  await setImmediate();
  await setImmediate();
}
