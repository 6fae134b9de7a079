import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { JamError } from '@jamnet/wire';
import { runCommand } from './command.js';
import { droppedPackets, inputRules, listInput } from './loss-rules.js';

/** One machine of a LAN: a network namespace with a loopback interface and one Ethernet interface. */
export interface LanHost {
  /** The namespace's name, for `ip netns exec`. */
  readonly name: string;
  /** `10.77.0.x`, in a /24. */
  readonly address4: string;
  /** A unique local address, `fd4a:414d::x`, in a /64. */
  readonly address6: string;
  /** `fe80::x`; to be used with the zone `%eth0`. */
  readonly linkLocalAddress6: string;
  /** The interface on the LAN: `eth0`. Loopback is `lo`. */
  readonly interfaceName: string;
  /**
   * Starts a program on the host: `child_process.spawn` within its namespace. What still runs when the LAN closes is
   * killed. Throws a JamError `closed` after that.
   */
  spawn(command: string, args?: readonly string[], options?: SpawnOptions): ChildProcess;
  /**
   * Has the kernel drop UDP datagrams at random: of those that come to the host from others (`inputLoss`), and of those
   * that it sends, before they reach anyone (`outputLoss`). 0-1, in steps of 0.0001. Replaces what was set before.
   */
  setLoss(inputLoss: number, outputLoss?: number): Promise<void>;
  /** UDP packets that the kernel has dropped since the loss was set. */
  dropped(): Promise<{ readonly input: number; readonly output: number }>;
}

export const HOST_INTERFACE = 'eth0';

/** What a host needs of its LAN. */
export interface LanSwitch {
  readonly closed: boolean;
  setOutputLoss(hostIndex: number, loss: number): Promise<void>;
  droppedOutput(hostIndex: number): Promise<number>;
}

export class NamespaceHost implements LanHost {
  readonly address4: string;
  readonly address6: string;
  readonly linkLocalAddress6: string;
  readonly interfaceName = HOST_INTERFACE;
  #hasRules = false;

  constructor(
    readonly name: string,
    readonly index: number,
    readonly lan: LanSwitch,
  ) {
    const last = index + 1;
    this.address4 = `10.77.0.${last}`;
    this.address6 = `fd4a:414d::${last.toString(16)}`;
    this.linkLocalAddress6 = `fe80::${last.toString(16)}`;
  }

  /** Lines for `ip -batch` that bring the host up. Addresses are there at once: nobody else can have them. */
  setUpLines(): string {
    return [
      'link set lo up',
      `link set ${HOST_INTERFACE} addrgenmode none`,
      `link set ${HOST_INTERFACE} up`,
      `addr add ${this.address4}/24 dev ${HOST_INTERFACE}`,
      `addr add ${this.address6}/64 dev ${HOST_INTERFACE} nodad`,
      `addr add ${this.linkLocalAddress6}/64 dev ${HOST_INTERFACE} nodad`,
      // As a host with a default route has it; IPv6 has its own without being told.
      `route add 224.0.0.0/4 dev ${HOST_INTERFACE}`,
      '',
    ].join('\n');
  }

  spawn(command: string, args: readonly string[] = [], options: SpawnOptions = {}): ChildProcess {
    if (this.lan.closed) {
      throw new JamError('closed', `the LAN of ${this.name} is closed; create a new one`);
    }
    return spawn('ip', ['netns', 'exec', this.name, command, ...args], options);
  }

  async setLoss(inputLoss: number, outputLoss = 0): Promise<void> {
    const own6 = [this.address6, this.linkLocalAddress6];
    const rules = inputRules(inputLoss, HOST_INTERFACE, [this.address4], own6);
    await this.#nft(['-f', '-'], rules);
    this.#hasRules = true;
    await this.lan.setOutputLoss(this.index, outputLoss);
  }

  async dropped(): Promise<{ readonly input: number; readonly output: number }> {
    const output = await this.lan.droppedOutput(this.index);
    if (!this.#hasRules) return { input: 0, output };
    const listing = await this.#nft(listInput());
    return { input: droppedPackets(listing), output };
  }

  #nft(args: readonly string[], input?: string): Promise<string> {
    return runCommand('ip', ['netns', 'exec', this.name, 'nft', ...args], input);
  }
}
