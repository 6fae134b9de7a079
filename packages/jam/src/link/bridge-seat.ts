import type { Session } from '@jamnet/toast';

/** Which of the processes of a session that are in one Link session keeps the two together: that of the smallest sender id. */
export interface BridgeSeat {
  /** Whether it is this process. */
  readonly active: boolean;
  /** This process is in another Link session. */
  moved(): void;
  /** Looks whether the others are still there. */
  review(): void;
  /** Says nothing any more. */
  close(): void;
}

export interface BridgeSeatOptions {
  readonly session: Session;
  /** Whether a peer is on this process's timeline. */
  readonly shares: (senderId: number) => boolean;
  /** The id of the Link session that this process is in. */
  readonly linkSession: () => string;
  readonly onChange: (active: boolean) => void;
}

/** Kind of the heartbeat's line (spec/sync/v1/link.md). */
const KIND = 'lk';
const LINE = /^\{"t":"lk","s":"([0-9a-f]{16})"[,}]/;
const LONGEST_LINE = 128;
/** A heartbeat may be lost, and comes once in seconds where there are many peers. */
const SILENT_NS = 8e9;

interface Rival {
  linkSession: string;
  heardNs: number;
}

export function createBridgeSeat(options: BridgeSeatOptions): BridgeSeat {
  return new Seat(options);
}

class Seat implements BridgeSeat {
  active = true;
  readonly #options: BridgeSeatOptions;
  readonly #rivals = new Map<number, Rival>();
  readonly #following = new AbortController();
  readonly #endLines: () => void;

  constructor(options: BridgeSeatOptions) {
    this.#options = options;
    const { session } = options;
    const until = { signal: this.#following.signal };
    const forget = ({ peer }: { readonly peer: { readonly senderId: number } }): void => {
      this.#rivals.delete(peer.senderId);
      this.review();
    };
    session.events.addEventListener('peer-left', forget, until);
    session.events.addEventListener('peer-expired', forget, until);
    this.#endLines = session.onHeartbeatLine(KIND, (peer, bytes, offset, length) => {
      const end = offset + Math.min(length, LONGEST_LINE);
      this.#hear(peer.senderId, String.fromCharCode(...bytes.subarray(offset, end)));
    });
    this.moved();
  }

  moved(): void {
    const line = `{"t":"${KIND}","s":"${this.#options.linkSession()}"}`;
    this.#options.session.setHeartbeatLine(KIND, new TextEncoder().encode(line));
    this.review();
  }

  review(): void {
    const { session, shares, linkSession, onChange } = this.#options;
    const own = linkSession();
    const nowNs = session.clock.nowNs();
    let active = true;
    for (const [senderId, rival] of this.#rivals) {
      if (nowNs - rival.heardNs > SILENT_NS) this.#rivals.delete(senderId);
      else if (rival.linkSession === own && senderId < session.senderId && shares(senderId))
        active = false;
    }
    if (active === this.active) return;
    this.active = active;
    onChange(active);
  }

  close(): void {
    this.#endLines();
    this.#following.abort();
    this.#options.session.setHeartbeatLine(KIND, null);
  }

  #hear(senderId: number, text: string): void {
    const said = LINE.exec(text)?.[1];
    if (said === undefined) return;
    const heardNs = this.#options.session.clock.nowNs();
    const known = this.#rivals.get(senderId);
    if (known !== undefined && known.linkSession === said) {
      known.heardNs = heardNs;
      return;
    }
    this.#rivals.set(senderId, { linkSession: said, heardNs });
    this.review();
  }
}
