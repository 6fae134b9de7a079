import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createSessionRouter, createStreamMessage } from '@jamnet/jam';

const MESSAGES = 200_000;
const ROUNDS = 5;

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
  const rounds = Array.from({ length: ROUNDS }, () => {
    collect();
    return publish(MESSAGES);
  });
  // The compiler of JavaScript, which allocates too, is not at work in all of them. One object for each message would be some three million bytes.
  expect(Math.min(...rounds)).toBeLessThan(MESSAGES);
  expect(heard).toBe(MESSAGES * 3 * ROUNDS);
});
