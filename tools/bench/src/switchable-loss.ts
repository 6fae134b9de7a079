import { createLossProcess, type Loss, type LossProcess, type VirtualTime } from '@jamnet/testkit';
import type { DatagramPort, RandomSource } from '@jamnet/wire';

/** A port that loses what it receives, in a way that can be changed while it runs. */
export interface SwitchableLossPort extends DatagramPort {
  setLoss(loss: Loss | LossProcess): void;
}

export function switchableLoss(
  port: DatagramPort,
  { clock }: VirtualTime,
  random: RandomSource,
): SwitchableLossPort {
  let process: LossProcess = { isLost: () => false };
  return {
    capabilities: port.capabilities,
    send: (bytes, offset, length, destination, atNs) =>
      port.send(bytes, offset, length, destination, atNs),
    onBatch(handler) {
      port.onBatch((view, descriptors, count) => {
        const nowNs = clock.nowNs();
        // The simulated network hands over one datagram at a time.
        if (!process.isLost(nowNs, nowNs)) handler(view, descriptors, count);
      });
    },
    join: (group) => port.join(group),
    leave: (group) => port.leave(group),
    endpoints: () => port.endpoints(),
    source: (index) => port.source(index),
    stats: () => port.stats(),
    close: () => port.close(),
    setLoss(loss) {
      const made = typeof loss === 'object' && 'isLost' in loss;
      process = made ? loss : createLossProcess({ loss, random, startNs: clock.nowNs() });
    },
  };
}
