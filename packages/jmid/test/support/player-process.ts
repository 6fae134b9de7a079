// A player with a process of its own, for tests. Its parent orders over the IPC channel; it answers each order.
import { createJmid, type Jmid, type JmidOptions, type JmidStats } from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import { createToast, type Toast, type ToastOptions } from '@jamnet/toast';

export interface OpenOrder {
  readonly order: 'open';
  readonly topic: string;
  readonly toast: Pick<ToastOptions, 'name' | 'interfaces' | 'families' | 'native'>;
  readonly jmid: Omit<JmidOptions, 'session'>;
}

export type Order =
  | OpenOrder
  | {
      readonly order: 'play';
      /** Each with its time from now. */
      readonly events: readonly { readonly atMs: number; readonly event: JmidEvent }[];
    }
  | { readonly order: 'report' }
  | { readonly order: 'close' };

/** One delivery, as far as it can be told in JSON. */
export interface Told {
  readonly event: JmidEvent;
  readonly from: string;
  readonly late: boolean;
  readonly lateUs: number | null;
  readonly stale: boolean;
  readonly synthesised: boolean;
}

export interface Report {
  readonly heard: readonly Told[];
  /** When the session was open, and when which peer was first known by name, nanoseconds on the host's clock. */
  readonly openNs: number;
  readonly foundNs: Readonly<Record<string, number>>;
  readonly stats: JmidStats;
}

export type Answer = { readonly answer: unknown } | { readonly failure: string };

let toast: Toast;
let jmid: Jmid;
let openNs = 0;
const foundNs: Record<string, number> = {};
const heard: Told[] = [];

async function open({ topic, toast: toastOptions, jmid: options }: OpenOrder): Promise<void> {
  toast = await createToast(toastOptions);
  const session = await toast.openSession({ topic });
  openNs = toast.clock.nowNs();
  jmid = createJmid({ session, ...options });
  jmid.onMessage((event, { peer, late, lateUs, stale, synthesised }) =>
    heard.push({ event, from: peer.name, late, lateUs, stale, synthesised }),
  );
  // A name comes with the first heartbeat.
  const look = (): void => {
    for (const { name } of session.peers()) if (name !== '') foundNs[name] ??= toast.clock.nowNs();
  };
  session.onHeartbeatLine('ms', look);
  const looking = setInterval(look, 5);
  looking.unref();
}

async function play(events: (Order & { order: 'play' })['events']): Promise<number> {
  const { clock, timers } = toast;
  const startNs = clock.nowNs();
  let refused = 0;
  for (const { atMs, event } of events)
    timers.schedule(startNs + atMs * 1e6, () => {
      if (!jmid.send(event)) refused++;
    });
  const lastMs = Math.max(...events.map(({ atMs }) => atMs));
  await new Promise<void>((resolve) => timers.schedule(startNs + lastMs * 1e6 + 1, resolve));
  await jmid.drain(5000);
  return refused;
}

async function obey(order: Order): Promise<unknown> {
  switch (order.order) {
    case 'open':
      return open(order);
    case 'play':
      return play(order.events);
    case 'report':
      return { heard, openNs, foundNs, stats: jmid.stats() } satisfies Report;
    case 'close':
      jmid.close();
      await toast.close();
      process.disconnect();
  }
  return undefined;
}

process.on('message', (order: Order) => {
  const tell = (answer: Answer): void => {
    if (process.connected) process.send?.(answer);
  };
  obey(order).then(
    (answer) => tell({ answer: answer ?? null }),
    (error: Error) => tell({ failure: error.stack ?? error.message }),
  );
});
