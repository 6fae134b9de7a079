import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LanHost } from '@jamnet/testkit';

/** A process on a host of the LAN, or on this machine itself. What it says waits until it is heard; typed arrays travel as they are. */
export interface Spawned<Order, Says extends { readonly kind: string }> {
  readonly name: string;
  tell(order: Order): void;
  /** The next of that kind. What it says else before goes to `onOther`. Rejects when the process ends first. */
  hear<K extends Says['kind']>(
    kind: K,
    onOther?: (message: Says) => void,
  ): Promise<Extract<Says, { readonly kind: K }>>;
  stop(): void;
  readonly ended: Promise<unknown>;
}

/** @param script path from `src/` */
export function spawnOn<Order extends string | object, Says extends { readonly kind: string }>(
  host: LanHost | undefined,
  script: string,
  role: { readonly name: string },
): Spawned<Order, Says> {
  const file = fileURLToPath(new URL(`../${script}`, import.meta.url));
  const args = [...process.execArgv, file, JSON.stringify(role)];
  const options = {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  } as const;
  const child: ChildProcess =
    host === undefined
      ? spawn(process.execPath, args, { ...options, stdio: [...options.stdio] })
      : host.spawn(process.execPath, args, { ...options, stdio: [...options.stdio] });
  const said: Says[] = [];
  let wake = (): void => undefined;
  let isGone = false;
  child.on('message', (message) => {
    said.push(message as Says);
    wake();
  });
  // What it said last may come after it has ended.
  const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(() => {
    isGone = true;
    wake();
  });
  return {
    name: role.name,
    ended,
    tell: (order) => void child.send(order),
    async hear(kind, onOther) {
      for (;;) {
        const message = said.shift();
        if (message?.kind === kind) return message as Extract<Says, { readonly kind: typeof kind }>;
        if (message !== undefined) onOther?.(message);
        else if (isGone) throw new Error(`the process ${role.name} ended before it said ${kind}`);
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    stop: () => void child.kill(),
  };
}
