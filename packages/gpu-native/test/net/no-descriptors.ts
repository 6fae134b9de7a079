// A process of its own: has no descriptor left when it opens an engine with a thread, and tells what came of it.
import { closeSync, openSync } from 'node:fs';
import { arena, openDriver, openSocket, settledRoom } from './driver-rig.js';

await openDriver().close();
const roomBefore = await settledRoom();
const taken: number[] = [];
try {
  for (;;) taken.push(openSync('/dev/null', 'r'));
} catch {
  // None is left.
}
const failures: unknown[] = [];
try {
  openDriver({ receive: 'thread' });
} catch (error) {
  failures.push(error);
}
const other = openDriver();
await openSocket(other).catch((error: unknown) => failures.push(error));
await other.close();
for (const each of taken) closeSync(each);
const [opened, socket] = failures as { code: string; message: string }[];
console.log(
  JSON.stringify({
    opened: `${opened?.code}: ${opened?.message}`,
    socket: socket?.code,
    lost: roomBefore - (await settledRoom()),
  }),
);
const driver = openDriver({ receive: 'thread' });
await openSocket(driver);
await driver.close();
console.log(arena().freeBytes() > 0 ? 'works again' : 'no room');
