import {
  type Clock,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  type DatagramPort,
  type Timers,
} from '@jamnet/wire';
import type { VirtualTime } from '@jamnet/testkit';

/** A host whose clock runs at its own rate: its clock, its timers, and what makes a port of the network one of its own. */
export interface DriftingHost {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The port with arrivals stamped by this host's clock. */
  wrap(port: DatagramPort): DatagramPort;
  /** Adds to what the clock says. Timers that are waiting keep their place in true time. */
  jump(byNs: number): void;
}

const TWO_32 = 2 ** 32;

/** The clock says `offsetNs` at the start of time and then gains `ppm` millionths. */
export function createDriftingHost(time: VirtualTime, ppm: number, offsetNs: number): DriftingHost {
  const rate = 1 + ppm / 1e6;
  let atZeroNs = offsetNs;
  const local = (trueNs: number): number => Math.round(trueNs * rate + atZeroNs);
  const trueTime = (localNs: number): number => (localNs - atZeroNs) / rate;
  const clock: Clock = { nowNs: () => local(time.clock.nowNs()) };
  return {
    clock,
    timers: {
      schedule: (atNs, run) => time.timers.schedule(Math.ceil(trueTime(atNs)), run),
      cancel: (id) => time.timers.cancel(id),
      defer: (run) => time.timers.defer(run),
    },
    jump: (byNs) => {
      atZeroNs += byNs;
    },
    wrap: (port) => ({
      capabilities: port.capabilities,
      send: (bytes, offset, length, to) => port.send(bytes, offset, length, to, 0),
      onBatch: (handler) =>
        port.onBatch((view, descriptors, count) => {
          for (let i = 0; i < count; i++) {
            const at = i * DESCRIPTOR_BYTES + DESCRIPTOR_ARRIVAL;
            const trueNs =
              descriptors.getUint32(at + 4, true) * TWO_32 + descriptors.getUint32(at, true);
            const arrivalNs = local(trueNs);
            descriptors.setUint32(at, arrivalNs >>> 0, true);
            descriptors.setUint32(at + 4, Math.floor(arrivalNs / TWO_32), true);
          }
          handler(view, descriptors, count);
        }),
      join: (group) => port.join(group),
      leave: (group) => port.leave(group),
      endpoints: () => port.endpoints(),
      source: (index) => port.source(index),
      stats: () => port.stats(),
      close: () => port.close(),
    }),
  };
}
