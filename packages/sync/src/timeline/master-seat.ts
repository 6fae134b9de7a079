import { type Candidate, followed, overthrows, placeOf } from './master-election.js';

/** Who the master is, as this process sees it (row S3). Decides for itself when to claim the seat; nobody is asked. */
export interface MasterSeat {
  /** Sender id of the master; 0 while there is none. */
  readonly master: number;
  readonly term: number;
  /** Takes the seat in that term. */
  claim(term: number): void;
  /** Gives it up, and knows of no master any more. */
  vacate(): void;
  /** Looks at who claims it and who could. True when the master or the term is another now. */
  review(others: readonly Candidate[], nowNs: number): boolean;
}

/** The better a peer's place, the sooner it takes an empty seat, so that the others hear of it before it is their turn. */
const TURN_NS = 150e6;
/** Where nobody knows the timeline any more, somebody has to begin. */
const UNLOCKED_NS = 3e9;
/** Terms are 32 bits wide; a hostile peer that uses them up stays followed, as it could have been anyway. */
const LAST_TERM = 2 ** 32 - 1;
/** How long a challenger must have been the better one. */
const CHALLENGE_NS = 5e9;

export function createMasterSeat(own: Candidate): MasterSeat {
  return new Seat(own);
}

class Seat implements MasterSeat {
  master = 0;
  term = 0;
  #vacantNs = NaN;
  #betterNs = NaN;
  #highestTerm = 0;

  constructor(readonly own: Candidate) {}

  claim(term: number): void {
    this.master = this.own.id;
    this.term = Math.min(term, LAST_TERM);
    this.#highestTerm = this.term;
    this.#vacantNs = NaN;
    this.#betterNs = NaN;
  }

  vacate(): void {
    this.master = 0;
    this.term = 0;
    this.#vacantNs = NaN;
    this.#betterNs = NaN;
    this.#highestTerm = 0;
  }

  review(others: readonly Candidate[], nowNs: number): boolean {
    const { master, term } = this;
    for (const each of others) this.#highestTerm = Math.max(this.#highestTerm, each.term);
    const claims = this.master === this.own.id;
    const leader = followed(claims ? [...others, this.own] : others);
    if (leader === undefined) this.#maybeTakeEmpty(others, nowNs);
    else {
      this.#vacantNs = NaN;
      this.master = leader.id;
      this.term = leader.term;
      if (leader !== this.own) this.#maybeChallenge(leader, others, nowNs);
    }
    return this.master !== master || this.term !== term;
  }

  #maybeTakeEmpty(others: readonly Candidate[], nowNs: number): void {
    if (Number.isNaN(this.#vacantNs)) this.#vacantNs = nowNs;
    const place = placeOf(this.own, others);
    const waitNs = (this.own.locked ? 0 : UNLOCKED_NS) + place * TURN_NS;
    if (nowNs - this.#vacantNs >= waitNs) this.claim(this.#highestTerm + 1);
  }

  #maybeChallenge(leader: Candidate, others: readonly Candidate[], nowNs: number): void {
    const rivals = others.filter((each) => each !== leader);
    const better =
      this.own.locked && overthrows(this.own, leader) && placeOf(this.own, rivals) === 0;
    if (!better) this.#betterNs = NaN;
    else if (Number.isNaN(this.#betterNs)) this.#betterNs = nowNs;
    else if (nowNs - this.#betterNs >= CHALLENGE_NS) this.claim(leader.term + 1);
  }
}
