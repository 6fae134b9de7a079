import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createSessionRouter, createStreamMessage } from '@jamnet/jam';

const MESSAGES = 200_000;

test('a message costs no memory, however many hear it', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const router = createSessionRouter();
  let heard = 0;
  for (const topic of ['midi://one', 'midi://*', '*']) router.subscribe(topic, () => heard++);
  const publisher = router.publisher('midi://one');
  const message = createStreamMessage();
  const publish = (count: number): number => {
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < count; n++) {
      message.sequence = n;
      publisher.publish(message);
    }
    return process.memoryUsage().heapUsed - before;
  };
  publish(MESSAGES);
  collect();
  // One object for each would be some three million bytes.
  expect(publish(MESSAGES)).toBeLessThan(MESSAGES);
  expect(heard).toBe(MESSAGES * 6);
});
