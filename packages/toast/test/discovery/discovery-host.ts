import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LanHost } from '@jamnet/testkit';
import type { ProcessNews, ProcessOrder, ProcessRole } from './discovery-process.js';

type NewsOf<K extends ProcessNews['news']> = Extract<ProcessNews, { readonly news: K }>;

/** A {@link ProcessRole} on a host. */
export interface DiscoveryProcess {
  readonly all: readonly ProcessNews[];
  /** Waits for the first news of a kind that fits. */
  news<K extends ProcessNews['news']>(
    kind: K,
    fits?: (news: NewsOf<K>) => boolean,
  ): Promise<NewsOf<K>>;
  tell(order: ProcessOrder): void;
  /** Resolves with the exit code when it has ended by itself. */
  close(): Promise<number | null>;
  kill(): void;
}

export function startOn(host: LanHost, role: ProcessRole): DiscoveryProcess {
  const script = fileURLToPath(new URL('./discovery-process.ts', import.meta.url));
  const args = ['--import', 'tsx', '--conditions=@jamnet/source', script, JSON.stringify(role)];
  const child = host.spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const all: ProcessNews[] = [];
  let waiting: (() => void)[] = [];
  child.on('message', (news: ProcessNews) => {
    all.push(news);
    const checks = waiting;
    waiting = [];
    for (const check of checks) check();
  });
  return {
    all,
    async news(kind, fits = () => true) {
      for (;;) {
        const found = all.find((each) => each.news === kind && fits(each as never));
        if (found !== undefined) return found as never;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    tell: (order) => void child.send(order),
    async close() {
      child.send('close' satisfies ProcessOrder);
      return (await exit)[0] as number | null;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** What the kernel of a host keeps out. */
export type Blocked = 'multicast but mDNS' | 'multicast and mDNS';

/** Has the kernel of a host drop what comes from others. */
export async function block(host: LanHost, what: Blocked): Promise<void> {
  const rules =
    what === 'multicast but mDNS'
      ? 'iifname "eth0" ip daddr 224.0.0.0/4 udp dport != 5353 counter drop'
      : 'iifname "eth0" ip daddr 224.0.0.0/4 counter drop\n    iifname "eth0" udp dport 5353 counter drop';
  const child = host.spawn('nft', ['-f', '-'], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin!.end(`table inet jamnet_block {
  chain input {
    type filter hook input priority -1; policy accept;
    ${rules}
  }
}
`);
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`nft ended with ${code}`);
}
