// A process with a port of its own, for tests. Its parent orders over the IPC channel; it answers each order, and tells
// what arrives.
import {
  DESCRIPTOR_BYTES,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
  type Destination,
} from '@jamnet/wire';
import { openKind, type PortKind, type UdpPort } from './port-kinds.js';

export type Order =
  | { readonly order: 'open'; readonly kind: PortKind; readonly interfaces?: readonly string[] }
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

let port: UdpPort;

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => tell({ answer: answer ?? null }),
    (error: Error) => tell({ failure: error.message }),
  );
});

async function obey(order: Order): Promise<unknown> {
  switch (order.order) {
    case 'open':
      port = await openKind(order.kind, { interfaces: order.interfaces ?? [] });
      port.onBatch((view, descriptors, count) => {
        for (let at = 0; at < count * DESCRIPTOR_BYTES; at += DESCRIPTOR_BYTES) {
          const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
          const source = descriptors.getUint16(at + DESCRIPTOR_PEER, true);
          tell({ byte: view[offset]!, from: port.source(source) });
        }
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
