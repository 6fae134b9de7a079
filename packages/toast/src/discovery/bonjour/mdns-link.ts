/** Multicast DNS on one interface. */
export interface MdnsLink {
  /** False where the packet cannot be written. What the system refuses is told by `onFailure`. */
  query(questions: readonly MdnsQuestion[]): boolean;
  respond(answers: readonly MdnsRecord[], additionals: readonly MdnsRecord[]): boolean;
  /** Resolves when what was sent has gone out and the socket is closed. */
  close(): Promise<void>;
}

export interface MdnsQuestion {
  readonly name: string;
  readonly type: string;
}

/** A resource record, its data as the type has it: what came from the network may be anything. */
export interface MdnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl?: number;
  /** The cache-flush bit: there is no other record of this name and type. */
  readonly flush?: boolean;
  readonly data?: unknown;
}

export interface MdnsPacket {
  readonly questions: readonly MdnsQuestion[];
  readonly answers: readonly MdnsRecord[];
  readonly additionals: readonly MdnsRecord[];
}

/** None of them may throw. */
export interface MdnsEvents {
  onQuery(packet: MdnsPacket): void;
  onResponse(packet: MdnsPacket): void;
  /** A packet that is none. */
  onMalformed(): void;
  /** The system refused something, in its words. */
  onFailure(reason: string): void;
}

export interface MdnsInterface {
  readonly name: string;
  /** IPv4. */
  readonly address: string;
  readonly netmask: string;
}

/** Opens the port of multicast DNS on an interface. Rejects where it cannot be had. */
export type OpenMdns = (on: MdnsInterface, events: MdnsEvents) => Promise<MdnsLink>;
