import type { Destination } from '@jamnet/wire';
import { readEndpoint } from '../../endpoint.js';
import { endpointTexts, type SessionCore } from '../../session/session-core.js';
import { MAX_DATAGRAM_BYTES } from '../../v2/frame.js';
import { type AnnouncementWriter, AnnounceType } from '../announcement.js';
import { type Subnet, subnetAround } from '../subnet.js';
import { createAnswerBudget } from './answer-budget.js';
import type { LocalProcess, LocalProcesses } from './local-processes.js';
import type { ProbeSocket } from './probe-socket.js';

/** The UDP port at which one process of each machine answers whoever asks address by address (spec/toast/v2, section 8). */
export const DISCOVERY_PORT = 20807;

/** What is passed on to the other processes of this machine, each second. */
const PASSED_ON_PER_SECOND = 100;

export interface DoorParts {
  readonly core: SessionCore;
  readonly writer: AnnouncementWriter;
  readonly locals: LocalProcesses;
  topics(): readonly string[];
  /** Of all interfaces of this machine. */
  subnets(): readonly Subnet[];
}

/** Answers for all processes of this machine, and tells them who has asked. */
export interface Door {
  /** Answers somebody of this machine, or of another one on the network, where the budget allows. */
  answer(socket: ProbeSocket, to: Destination, isLocal: boolean, asker: number): void;
  /** Gives the frame of somebody from elsewhere to the other processes of this machine. */
  passOn(socket: ProbeSocket, frame: Uint8Array): void;
  readonly answersSent: number;
  readonly answersRefused: number;
}

export function createDoor(parts: DoorParts): Door {
  return new Doorkeeper(parts);
}

class Doorkeeper implements Door {
  answersSent = 0;
  readonly #parts: DoorParts;
  readonly #budget = createAnswerBudget();
  readonly #datagram = new Uint8Array(MAX_DATAGRAM_BYTES);
  #turn = 0;
  #passedOn = 0;
  #passedOnUntilNs = -Infinity;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  get answersRefused(): number {
    return this.#budget.refused;
  }

  answer(socket: ProbeSocket, to: Destination, isLocal: boolean, asker: number): void {
    const { core, locals } = this.#parts;
    const nowNs = core.clock.nowNs();
    if (!isLocal && !this.#budget.take(to.address, nowNs)) return;
    const reached = isLocal
      ? (): boolean => true
      : this.#reaching(subnetAround(to.address, this.#parts.subnets()));
    let end = this.#writeOwn(reached);
    // What does not fit has its turn at the next question.
    const others = locals.all(nowNs).filter((each) => each.senderId !== asker && each.topics > 0);
    for (let i = 0; i < others.length; i++) {
      const { frame, endpoints } = others[(this.#turn + i) % others.length] as LocalProcess;
      if (end + frame.length > MAX_DATAGRAM_BYTES || !reached(endpoints)) continue;
      this.#datagram.set(frame, end);
      end += frame.length;
    }
    this.#turn++;
    if (end === 0) return;
    if (socket.send(this.#datagram, end, to)) this.answersSent++;
  }

  /** Whether somebody in that subnet reaches one of these endpoints without a router. */
  #reaching(subnet: Subnet | undefined): (endpoints: readonly string[]) => boolean {
    if (subnet === undefined) return () => false;
    return (endpoints) =>
      endpoints.some((text) => {
        const endpoint = readEndpoint(text);
        return endpoint?.family === 4 && subnetAround(endpoint.address, [subnet]) !== undefined;
      });
  }

  #writeOwn(reached: (endpoints: readonly string[]) => boolean): number {
    const { core, writer } = this.#parts;
    const topics = this.#parts.topics();
    if (topics.length === 0 || !reached(endpointTexts(core.port))) return 0;
    return writer.write(this.#datagram, 0, topics, AnnounceType.ANNOUNCEMENT);
  }

  passOn(socket: ProbeSocket, frame: Uint8Array): void {
    const nowNs = this.#parts.core.clock.nowNs();
    if (nowNs >= this.#passedOnUntilNs) {
      this.#passedOnUntilNs = nowNs + 1e9;
      this.#passedOn = 0;
    }
    for (const { from } of this.#parts.locals.all(nowNs)) {
      if (this.#passedOn++ >= PASSED_ON_PER_SECOND) return;
      socket.send(frame, frame.length, from);
    }
  }
}
