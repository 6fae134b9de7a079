// Started by tests: joins the group it is told, and answers each datagram below 100 with one that is 100 higher.
import { createSystemClock, createSystemTimers, type Destination } from '@jamnet/wire';
import { createDgramPort, type DgramPort } from '../../src/dgram/dgram-port.js';

interface Order {
  readonly group: Destination;
  readonly interfaces: readonly string[];
}

let port: DgramPort | undefined;

async function start({ group, interfaces }: Order): Promise<void> {
  const clock = createSystemClock();
  const opened = await createDgramPort({ clock, timers: createSystemTimers(clock), interfaces });
  port = opened;
  opened.onBatch((view) => {
    const first = view[0]!;
    if (first < 100) opened.send(new Uint8Array([first + 100]), 0, 1, group, 0);
  });
  await opened.join(group);
  process.send?.({ joined: true });
}

process.on('message', (message: Order | 'close') => {
  if (message === 'close') {
    process.disconnect();
    void port?.close();
  } else {
    void start(message);
  }
});
