import { JamError } from '@jamnet/wire';
import { checkInteger } from '../check-option.js';
import { lanAvailable } from './available.js';
import { runCommand } from './command.js';
import { HOST_INTERFACE, NamespaceHost, type LanHost, type LanSwitch } from './host.js';
import { droppedPackets, listOutput, outputRules } from './loss-rules.js';
import { newNamePrefix } from './namespace-name.js';
import { addNamespaces, removeNamespaces, sweepLeftovers } from './namespaces.js';

export interface LanOptions {
  /** How many hosts, 1-250. */
  readonly hosts: number;
  /** Closes the LAN when it aborts. */
  readonly signal?: AbortSignal;
}

/** Hosts on one switch, made of network namespaces; nothing else of the machine is touched or reached. */
export interface Lan extends AsyncDisposable {
  readonly hosts: readonly LanHost[];
  /** The host with this number, from 0. Throws a JamError `bad-option` where there is none. */
  host(index: number): LanHost;
  /** {@link LanHost.setLoss} for every host. */
  setLoss(inputLoss: number, outputLoss?: number): Promise<void>;
  /** Kills what was spawned on the hosts and removes them. May be called again. */
  close(): Promise<void>;
}

/**
 * Makes a LAN: hosts `10.77.0.1`, `10.77.0.2`, … with IPv6 beside, joined by a bridge that passes every multicast group to
 * every host. Several may exist at once, in one process or many, with the same addresses. What earlier processes left
 * behind is removed first.
 *
 * Needs Linux, root, and Debian's `iproute2` and `nftables`: see {@link lanAvailable}. Rejects with a JamError
 * `not-permitted` where it cannot be made, and leaves nothing behind then.
 */
export async function createLan(options: LanOptions): Promise<Lan> {
  const count = checkInteger('hosts', options.hosts, 1, 250);
  const availability = lanAvailable();
  if (!availability.ok) throw new JamError('not-permitted', `no LAN: ${availability.reason}`);
  await sweepLeftovers();
  const lan = new BridgedLan(newNamePrefix(), count);
  try {
    options.signal?.throwIfAborted();
    await lan.setUp();
    options.signal?.throwIfAborted();
  } catch (failure) {
    await lan.close();
    throw failure;
  }
  options.signal?.addEventListener('abort', () => void lan.close(), { once: true });
  return lan;
}

class BridgedLan implements Lan, LanSwitch {
  readonly hosts: readonly NamespaceHost[];
  /** The bridge has a namespace of its own, so that it meets neither the machine's firewall nor its names. */
  readonly #switch: string;
  readonly #hasOutputRules = new Set<number>();
  #closing: Promise<void> | undefined;

  constructor(prefix: string, count: number) {
    this.#switch = `${prefix}-switch`;
    this.hosts = Array.from(
      { length: count },
      (_, index) => new NamespaceHost(`${prefix}-host${index}`, index, this),
    );
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  host(index: number): LanHost {
    const host = this.hosts[index];
    if (host !== undefined) return host;
    throw new JamError(
      'bad-option',
      `there is no host ${index}; the LAN has hosts 0 to ${this.hosts.length - 1}`,
    );
  }

  async setUp(): Promise<void> {
    await addNamespaces(this.#names());
    const lines = ['link add br0 type bridge mcast_snooping 0 stp_state 0 forward_delay 0'];
    lines.push('link set br0 up');
    for (const { index, name } of this.hosts) {
      const port = portOf(index);
      lines.push(`link add ${port} type veth peer name ${HOST_INTERFACE} netns ${name}`);
      lines.push(`link set ${port} master br0`, `link set ${port} up`);
    }
    await runCommand('ip', ['-n', this.#switch, '-batch', '-'], `${lines.join('\n')}\n`);
    await Promise.all(
      this.hosts.map((host) =>
        runCommand('ip', ['-n', host.name, '-batch', '-'], host.setUpLines()),
      ),
    );
  }

  async setLoss(inputLoss: number, outputLoss = 0): Promise<void> {
    for (const host of this.hosts) await host.setLoss(inputLoss, outputLoss);
  }

  async setOutputLoss(hostIndex: number, loss: number): Promise<void> {
    if (loss === 0 && !this.#hasOutputRules.has(hostIndex)) return;
    this.#hasOutputRules.add(hostIndex);
    await this.#nft(['-f', '-'], outputRules(loss, portOf(hostIndex)));
  }

  async droppedOutput(hostIndex: number): Promise<number> {
    if (!this.#hasOutputRules.has(hostIndex)) return 0;
    return droppedPackets(await this.#nft(listOutput(portOf(hostIndex))));
  }

  close(): Promise<void> {
    this.#closing ??= removeNamespaces(this.#names());
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #names(): string[] {
    return [this.#switch, ...this.hosts.map((host) => host.name)];
  }

  #nft(args: readonly string[], input?: string): Promise<string> {
    return runCommand('ip', ['netns', 'exec', this.#switch, 'nft', ...args], input);
  }
}

function portOf(hostIndex: number): string {
  return `port${hostIndex}`;
}
