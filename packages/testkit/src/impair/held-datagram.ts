import type { TimerId } from '@jamnet/wire';
import { copyBytes } from '../copy-bytes.js';

const USUAL_BYTES = 1_536;

/** A datagram that an impairment holds, with what belongs to it: a destination, or a descriptor. Pooled. */
export class HeldDatagram<Label> {
  bytes = new Uint8Array(USUAL_BYTES);
  length = 0;
  label: Label | undefined;
  /** Its place in the order in which datagrams came; 0 for a second copy, which has none. */
  place = 0;
  enteredNs = 0;
  /** When it is to go on its way in the first place; 0 once it is on its way. */
  sendAtNs = 0;
  timer: TimerId = 0;
  readonly due: () => void;

  constructor(due: (held: HeldDatagram<Label>) => void) {
    this.due = () => {
      due(this);
    };
  }

  fill(source: Uint8Array, offset: number, length: number): void {
    if (length > this.bytes.length) this.bytes = new Uint8Array(length);
    copyBytes(source, offset, length, this.bytes, 0);
    this.length = length;
  }
}
