import { createFrameView, decodeFrame } from '@jamnet/toast';
import {
  type BatchHandler,
  type DatagramPort,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
} from '@jamnet/wire';

/** A port that counts what comes back to its own sender, and is the port underneath in all else. */
export interface OwnDatagramCounter {
  readonly port: DatagramPort;
  /** Datagrams so far that `senderId` had sent. */
  readonly count: number;
  /** Drawn after the port was opened, so it is said later. */
  senderId: number | undefined;
}

/** Multicast brings a sender its own datagrams too; who counts what others sent has to know how many those are. */
export function countOwnDatagrams(port: DatagramPort): OwnDatagramCounter {
  const frame = createFrameView();
  let count = 0;
  let senderId: number | undefined;

  function watch(handler: BatchHandler): BatchHandler {
    return (view, descriptors, batchCount) => {
      for (let i = 0; i < batchCount; i += 1) {
        const at = i * DESCRIPTOR_BYTES;
        const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
        const end = offset + descriptors.getUint16(at + DESCRIPTOR_LENGTH, true);
        // All frames of a datagram are one sender's.
        if (decodeFrame(view, offset, end, frame) > 0 && frame.senderId === senderId) count += 1;
      }
      handler(view, descriptors, batchCount);
    };
  }

  return {
    port: {
      capabilities: port.capabilities,
      send: (bytes, offset, length, destination, atNs) =>
        port.send(bytes, offset, length, destination, atNs),
      onBatch: (handler) => port.onBatch(watch(handler)),
      join: (group) => port.join(group),
      leave: (group) => port.leave(group),
      endpoints: () => port.endpoints(),
      source: (index) => port.source(index),
      stats: () => port.stats(),
      close: () => port.close(),
    },
    get count() {
      return count;
    },
    get senderId() {
      return senderId;
    },
    set senderId(id) {
      senderId = id;
    },
  };
}
