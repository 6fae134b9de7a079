// A process with a port of its own, for tests. Its parent orders over the IPC channel; it answers each order, and tells
// what arrives.
import { createSystemClock, createSystemTimers, type Destination } from '@jamnet/wire';
import { createDgramPort, type DgramPort } from '../../src/dgram/dgram-port.js';

export type Order =
  | { readonly order: 'open'; readonly interfaces?: readonly string[] }
  | { readonly order: 'join'; readonly group: Destination }
  | {
      readonly order: 'send';
      readonly bytes: readonly number[];
      readonly to: Destination;
      readonly times: number;
    }
  | { readonly order: 'stats' }
  | { readonly order: 'endpoints' }
  | { readonly order: 'close' };

export type News =
  | { readonly answer: unknown }
  | { readonly failure: string }
  | { readonly byte: number; readonly from: Destination | undefined };

const clock = createSystemClock();
const timers = createSystemTimers(clock);
let port: DgramPort;

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => tell({ answer: answer ?? null }),
    (error: Error) => tell({ failure: error.message }),
  );
});

async function obey(order: Order): Promise<unknown> {
  switch (order.order) {
    case 'open':
      port = await createDgramPort({ clock, timers, interfaces: order.interfaces ?? [] });
      port.onBatch((view, descriptors) => {
        tell({ byte: view[0]!, from: port.source(descriptors.getUint16(28, true)) });
      });
      return port.endpoints();
    case 'join':
      return port.join(order.group);
    case 'send':
      for (let i = 0; i < order.times; i++) {
        port.send(Uint8Array.from(order.bytes), 0, order.bytes.length, order.to, 0);
      }
      return;
    case 'stats':
      return port.stats();
    case 'endpoints':
      return port.endpoints();
    case 'close':
      process.disconnect();
      return port.close();
  }
}

function tell(news: News): void {
  if (process.connected) process.send!(news);
}
