import { JamError } from '../errors.js';
import { bindError } from './bind-error.js';
import type { NetworkInterface } from './interfaces.js';
import {
  isSameInterface,
  type MulticastInterface,
  sendInterfaces,
} from './multicast-interfaces.js';
import type { PortSockets } from './port-sockets.js';
import type { MulticastSender, Senders } from './routes.js';
import type { UdpSocket } from './socket-driver.js';

/** The sockets of one family that datagrams leave by. */
export interface FamilySenders extends Senders {
  /**
   * Sends multicast on the interfaces that the selected addresses stand for, and on no others. What is set up already
   * stays as it is. Gives the interfaces that cannot send, with the system's reason; they can be tried again.
   */
  follow(selected: readonly NetworkInterface[]): Promise<readonly string[]>;
}

/** Routers do not pass multicast on: a session is one LAN. */
const MULTICAST_TTL = 1;

/**
 * Opens the unicast socket of a family, which is the one that is announced. Multicast goes out by it too, and by one more
 * socket for each interface after the first: the outgoing interface is a setting of the socket, and changing it for each
 * datagram would cost a system call. `follow` sets that up. `onChange` is called whenever `multicast` is another list,
 * before sockets that are in it no more are closed.
 *
 * Rejects with a JamError when there can be no socket of this family.
 */
export async function openSenders(
  family: 4 | 6,
  unicastPort: number,
  sockets: PortSockets,
  onChange: () => void,
): Promise<FamilySenders> {
  const unicast = await openUnicast(family, unicastPort, sockets);
  return new FollowingSenders(family, unicast, sockets, onChange);
}

interface Outgoing extends MulticastSender {
  interface: MulticastInterface;
}

class FollowingSenders implements FamilySenders {
  multicast: readonly Outgoing[] = [];

  constructor(
    readonly family: 4 | 6,
    readonly unicast: UdpSocket,
    readonly sockets: PortSockets,
    readonly onChange: () => void,
  ) {}

  async follow(selected: readonly NetworkInterface[]): Promise<readonly string[]> {
    const wanted = sendInterfaces(selected, this.family);
    await this.#drop(wanted);
    const failures: string[] = [];
    for (const each of wanted) {
      const known = this.multicast.find((sender) => isSameInterface(sender.interface, each));
      if (known !== undefined) {
        // Its number may have been learnt since.
        known.interface = each;
        continue;
      }
      try {
        const socket = await this.#socketFor(each);
        const added = { socket, name: each.name, zone: each.zone, interface: each };
        this.#change([...this.multicast, added]);
      } catch (error) {
        failures.push(`${each.name} (${each.selector}): ${(error as Error).message}`);
      }
    }
    return failures;
  }

  async #drop(wanted: readonly MulticastInterface[]): Promise<void> {
    const stays = ({ interface: own }: Outgoing): boolean =>
      wanted.some((each) => isSameInterface(own, each));
    const over = this.multicast.filter((sender) => !stays(sender));
    if (over.length === 0) return;
    this.#change(this.multicast.filter(stays));
    for (const { socket } of over) {
      if (socket !== this.unicast) await socket.close();
    }
  }

  /** The unicast socket while no other interface has it. */
  async #socketFor(outgoing: MulticastInterface): Promise<UdpSocket> {
    if (!this.multicast.some((sender) => sender.socket === this.unicast)) {
      setOutgoing(this.unicast, outgoing);
      return this.unicast;
    }
    const socket = await openUnicast(this.family, 0, this.sockets);
    try {
      setOutgoing(socket, outgoing);
    } catch (error) {
      await socket.close();
      throw error;
    }
    return socket;
  }

  #change(multicast: readonly Outgoing[]): void {
    this.multicast = multicast;
    this.onChange();
  }
}

/** `port` 0 takes any free one. */
async function openUnicast(family: 4 | 6, port: number, sockets: PortSockets): Promise<UdpSocket> {
  const address = family === 4 ? '0.0.0.0' : '::';
  const binding = { family, address, port, shared: false };
  try {
    return await sockets.openSending(binding);
  } catch (error) {
    throw (
      bindError(error, binding) ??
      new JamError(
        'not-permitted',
        `the system opens no UDP socket for IPv${family}: ${(error as Error).message}`,
        { cause: error },
      )
    );
  }
}

function setOutgoing(socket: UdpSocket, outgoing: MulticastInterface): void {
  socket.setMulticastInterface(outgoing.selector);
  socket.setMulticastTtl(MULTICAST_TTL);
  // Other processes of this host hear us, and so do the other ports of this process.
  socket.setMulticastLoopback(true);
}
