import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createLan, type LanHost } from '@jamnet/testkit';
import type { DiscoveryMode } from '@jamnet/toast';
import type { DiscoveryRole, DiscoverySays, SearchTimes } from './discovery-messages.js';

const SCRIPT = fileURLToPath(new URL('discovery-process.ts', import.meta.url));
/** Nearest addresses are asked first, so this one is asked last. */
const LAST_ADDRESS = '10.77.0.254';

export type Blocked = 'nothing' | 'multicast' | 'multicast and mDNS';

export interface DiscoveryRunOptions {
  readonly discovery: DiscoveryMode;
  readonly blocked: Blocked;
  readonly rounds: number;
  report(progress: string): void;
}

/** Looks for a player at the other end of a /24 again and again, with what the kernel of both hosts keeps out. */
export async function runDiscovery(options: DiscoveryRunOptions): Promise<SearchTimes[]> {
  const { discovery, blocked, rounds, report } = options;
  const lan = await createLan({ hosts: 2 });
  try {
    const [far, near] = [lan.host(0), lan.host(1)];
    await moveTo(far, LAST_ADDRESS);
    for (const host of lan.hosts) await block(host, blocked);
    const topic = 'midi://discovery-bar';
    const player = start(far, { name: 'player', discovery: 'auto', topic, rounds: 0 });
    await says(player, 'open');
    const looker = start(near, { name: 'looker', discovery, topic, rounds });
    const times: SearchTimes[] = [];
    looker.on('message', (message: DiscoverySays) => {
      if (message.kind !== 'round') return;
      times.push(message.times);
      report(`${discovery}: ${times.length} of ${rounds}`);
    });
    await once(looker, 'exit');
    player.send('end');
    await once(player, 'exit');
    return times;
  } finally {
    await lan.close();
  }
}

function start(host: LanHost, role: DiscoveryRole): ChildProcess {
  const args = [...process.execArgv, SCRIPT, JSON.stringify(role)];
  return host.spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

async function says(child: ChildProcess, kind: DiscoverySays['kind']): Promise<void> {
  const ended = once(child, 'exit').then(() => {
    throw new Error(`a process ended before it said ${kind}`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [DiscoverySays];
  if (message.kind !== kind) throw new Error(`a process said ${message.kind}, not ${kind}`);
}

/** Gives a host another address in place of its own; its routes go with the old one. */
async function moveTo(host: LanHost, address: string): Promise<void> {
  const { interfaceName: name } = host;
  await run(host, 'ip', ['addr', 'flush', 'dev', name, 'scope', 'global']);
  await run(host, 'ip', ['addr', 'add', `${address}/24`, 'dev', name]);
  await run(host, 'ip', ['route', 'add', '224.0.0.0/4', 'dev', name]);
}

async function block(host: LanHost, blocked: Blocked): Promise<void> {
  if (blocked === 'nothing') return;
  const from = `iifname "${host.interfaceName}"`;
  const rules =
    blocked === 'multicast'
      ? [`${from} ip daddr 224.0.0.0/4 udp dport != 5353 drop`]
      : [`${from} ip daddr 224.0.0.0/4 drop`, `${from} udp dport 5353 drop`];
  const lines = ['type filter hook input priority -1', ...rules].join('\n');
  await run(host, 'nft', [`table inet blocked {\nchain input {\n${lines}\n}\n}\n`]);
}

async function run(host: LanHost, command: string, args: readonly string[]): Promise<void> {
  const child = host.spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}
