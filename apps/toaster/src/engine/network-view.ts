import type { Session, Toast } from '@jamnet/toast';
import type { JamState } from './jam-state.js';

/** Rates are of so long a time at the least. */
const LEAST_S = 0.5;

/** What goes over the network, a second. */
export class NetworkView {
  #toast: Toast | undefined;
  #atS = 0;
  #before = { sent: 0, received: 0, bytesSent: 0, bytesReceived: 0 };
  #rates = { sentPerS: 0, receivedPerS: 0, sentKbps: 0, receivedKbps: 0 };

  look(toast: Toast | undefined, session: Session | undefined, atS: number): JamState['network'] {
    if (toast === undefined) return { ...this.#rates, plan: 'no network' };
    const isOther = toast !== this.#toast;
    const seconds = atS - this.#atS;
    if (isOther || seconds >= LEAST_S) {
      const { datagramsSent, datagramsReceived, bytesSent, bytesReceived } = toast.stats().port;
      const now = { sent: datagramsSent, received: datagramsReceived, bytesSent, bytesReceived };
      const before = this.#before;
      if (!isOther) {
        this.#rates = {
          sentPerS: (now.sent - before.sent) / seconds,
          receivedPerS: (now.received - before.received) / seconds,
          sentKbps: (8 * (now.bytesSent - before.bytesSent)) / 1000 / seconds,
          receivedKbps: (8 * (now.bytesReceived - before.bytesReceived)) / 1000 / seconds,
        };
      }
      this.#toast = toast;
      this.#before = now;
      this.#atS = atS;
    }
    return { ...this.#rates, plan: planText(session) };
  }
}

function planText(session: Session | undefined): string {
  if (session === undefined) return 'in no room';
  const { offsetsUs } = session.plan;
  const copies = offsetsUs.length;
  const overMs = (offsetsUs[copies - 1] ?? 0) / 1000;
  if (copies <= 1) return 'each datagram once';
  return `${copies} copies over ${overMs < 10 ? overMs.toFixed(1) : Math.round(overMs)} ms`;
}
