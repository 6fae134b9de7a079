import { Status } from '@jamnet/wire';
import {
  decodeFrame,
  endsDatagram,
  type FrameView,
  MAX_DATAGRAM_BYTES,
  skipFrame,
} from './frame.js';

/**
 * Reads the frames of the datagram that lies in `bytes` from `offset` to `end`: `onFrame` for each good one, which stands in `frame`
 * until it returns, `onStatus` for each other. Does not allocate and never throws by itself. Spec: toast/v2, sections 1 and 3.
 */
export function readDatagram(
  bytes: Uint8Array,
  offset: number,
  end: number,
  frame: FrameView,
  onFrame: (frame: FrameView) => void,
  onStatus: (status: number) => void,
): void {
  if (end - offset > MAX_DATAGRAM_BYTES) {
    onStatus(Status.badLength);
    return;
  }
  let at = offset;
  while (at < end) {
    const next = decodeFrame(bytes, at, end, frame);
    if (next >= 0) {
      onFrame(frame);
      at = next;
      continue;
    }
    onStatus(next);
    if (endsDatagram(next)) return;
    at = skipFrame(bytes, at);
  }
}
