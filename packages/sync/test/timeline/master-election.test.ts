import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  followed,
  outranks,
  overthrows,
} from '../../src/timeline/master-election.js';
import { createMasterSeat } from '../../src/timeline/master-seat.js';
import { yieldsTo } from '../../src/timeline/epoch.js';

const peer = (over: Partial<Candidate> = {}): Candidate => ({
  id: 1,
  clock: 'cpu',
  quality: 900,
  seldom: false,
  locked: true,
  master: 0,
  term: 0,
  ...over,
});

const candidate = fc.record({
  id: fc.integer({ min: 1, max: 20 }),
  clock: fc.constantFrom('cpu' as const, 'hybrid' as const, 'gpu' as const),
  quality: fc.integer({ min: 0, max: 1000 }),
  seldom: fc.boolean(),
  locked: fc.boolean(),
  master: fc.integer({ min: 1, max: 20 }),
  term: fc.integer({ min: 0, max: 3 }),
});

describe('the order of masters', () => {
  it('is who speaks often before who does not, gpu before hybrid before cpu, then quality, then the smaller id', () => {
    expect(outranks(peer({ id: 9 }), peer({ clock: 'gpu', seldom: true }))).toBe(true);
    expect(overthrows(peer({ clock: 'gpu', seldom: true }), peer())).toBe(false);
    expect(overthrows(peer(), peer({ clock: 'gpu', seldom: true }))).toBe(true);
    expect(outranks(peer({ clock: 'gpu', quality: 1, id: 9 }), peer())).toBe(true);
    expect(outranks(peer({ clock: 'hybrid', quality: 1, id: 9 }), peer())).toBe(true);
    expect(outranks(peer({ clock: 'gpu', id: 9 }), peer({ clock: 'hybrid' }))).toBe(true);
    expect(outranks(peer({ id: 9 }), peer({ quality: 100 }))).toBe(true);
    expect(outranks(peer({ id: 2 }), peer({ id: 1, quality: 950 }))).toBe(false);
  });

  it('is a strict total order between different ids', () => {
    fc.assert(
      fc.property(candidate, candidate, candidate, (a, b, c) => {
        if (a.id === b.id || b.id === c.id || a.id === c.id) return;
        expect(outranks(a, b)).toBe(!outranks(b, a));
        if (outranks(a, b) && outranks(b, c)) expect(outranks(a, c)).toBe(true);
      }),
    );
  });

  it('leaves a master in its seat for a little quality, not for a better clock', () => {
    expect(overthrows(peer({ quality: 1000 }), peer({ quality: 800 }))).toBe(false);
    expect(overthrows(peer({ quality: 1000 }), peer({ quality: 700 }))).toBe(true);
    expect(overthrows(peer({ clock: 'gpu', quality: 10 }), peer())).toBe(true);
    expect(overthrows(peer({ quality: 1000 }), peer({ clock: 'gpu', quality: 1 }))).toBe(false);
  });

  it('has everyone who hears the same claims follow the same peer, in whatever order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(candidate, { selector: ({ id }) => id, maxLength: 8 }),
        fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
        (all, keys) => {
          const shuffled = [...all].sort((a, b) => keys[a.id % 8] - keys[b.id % 8]);
          expect(followed(shuffled)).toBe(followed(all));
        },
      ),
    );
  });

  it('follows the latest term', () => {
    const old = peer({ id: 1, master: 1, term: 1, clock: 'gpu' });
    const late = peer({ id: 2, master: 2, term: 2 });
    expect(followed([old, late])).toBe(late);
    expect(followed([peer({ id: 3, master: 1 })])).toBeUndefined();
  });
});

describe('the seat of the master', () => {
  const own = {
    ...peer({ id: 5 }),
    seat: undefined as ReturnType<typeof createMasterSeat> | undefined,
  };
  const sit = (over: Partial<Candidate> = {}) => {
    const self = { ...own, ...over } as Candidate & { master: number; term: number };
    const seat = createMasterSeat(self);
    const review = (others: Candidate[], seconds: number): boolean => {
      const changed = seat.review(others, seconds * 1e9);
      self.master = seat.master;
      self.term = seat.term;
      return changed;
    };
    return { seat, review };
  };

  it('is taken at once by the best one when it is empty, later by the others', () => {
    const best = sit();
    best.review([peer({ id: 6 }), peer({ id: 7 })], 0);
    expect(best.seat.master).toBe(5);
    const third = sit();
    const betters = [peer({ id: 1 }), peer({ id: 2 })];
    expect(third.review(betters, 0)).toBe(false);
    expect(third.review(betters, 0.29)).toBe(false);
    expect(third.review(betters, 0.31)).toBe(true);
    expect(third.seat.master).toBe(5);
  });

  it('is claimed in a term of its own', () => {
    const { seat, review } = sit();
    review([peer({ id: 1, master: 1, term: 7 })], 0);
    expect([seat.master, seat.term]).toEqual([1, 7]);
    review([peer({ id: 9, master: 1, term: 7 })], 1);
    expect([seat.master, seat.term]).toEqual([5, 8]);
  });

  it('is not taken by one that does not know the timeline while somebody may', () => {
    const { seat, review } = sit({ locked: false });
    review([], 0);
    review([], 2.9);
    expect(seat.master).toBe(0);
    review([], 3.1);
    expect(seat.master).toBe(5);
  });

  it('is challenged only after 5 s of being better, without a break', () => {
    const gpu = sit({ clock: 'gpu' });
    const master = peer({ id: 1, master: 1, term: 3 });
    gpu.review([master], 0);
    gpu.review([master], 4);
    gpu.review([{ ...master, clock: 'gpu' }], 4.5);
    gpu.review([master], 5);
    gpu.review([master], 9.9);
    expect(gpu.seat.master).toBe(1);
    gpu.review([master], 10.1);
    expect([gpu.seat.master, gpu.seat.term]).toEqual([5, 4]);
  });

  it('is given up to a later term, kept before the same term of a worse peer', () => {
    const { seat, review } = sit();
    review([], 0);
    expect(seat.master).toBe(5);
    review([peer({ id: 6, master: 6, term: seat.term })], 1);
    expect(seat.master).toBe(5);
    review([peer({ id: 6, master: 6, term: seat.term + 1 })], 2);
    expect(seat.master).toBe(6);
  });

  it('survives a peer that uses up all terms', () => {
    const { seat, review } = sit();
    review([peer({ id: 6, master: 6, term: 2 ** 32 - 1 })], 0);
    review([], 1);
    expect(seat.term).toBe(2 ** 32 - 1);
  });
});

describe('epochs', () => {
  const at = (founder: number, seconds: number) => ({ founder, foundedNs: seconds * 1e9 });

  it('the older timeline stays, of equally old ones that of the smaller founder', () => {
    expect(yieldsTo(at(1, 10), at(9, 5))).toBe(true);
    expect(yieldsTo(at(9, 5), at(1, 10))).toBe(false);
    expect(yieldsTo(at(9, 10), at(1, 10.4))).toBe(true);
    expect(yieldsTo(at(1, 10), at(9, 9.6))).toBe(false);
    expect(yieldsTo(at(1, 10), at(1, 0))).toBe(false);
  });

  it('of two sides exactly one yields', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: -100, max: 100, noNaN: true }),
        (f, g, s, t) => {
          if (f === g) return;
          expect(yieldsTo(at(f, s), at(g, t))).toBe(!yieldsTo(at(g, t), at(f, s)));
        },
      ),
    );
  });
});
