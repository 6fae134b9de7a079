import { describe, expect, it } from 'vitest';
import { createTwoTimelines } from '../../src/demo/two-timelines.js';
import type { Music } from '../../src/timeline/music.js';
import type { TimelineFields } from '../../src/timeline/timeline-fields.js';
import { MUSIC } from '../support/demo-view.js';

function at(ownNs: number, more: Partial<TimelineFields> = {}, music: Partial<Music> = {}) {
  const fields: TimelineFields = {
    ownNs,
    timelineNs: ownNs,
    state: 'locked',
    master: '00000001',
    isMaster: false,
    term: 1,
    founder: '00000001',
    ageMs: 1_000,
    errorBoundNs: 500,
    ratePpm: 0,
    ...more,
    music: { ...MUSIC, bar: 2, beatInBar: 3, beat: 6.5, ...music },
  };
  return fields;
}

describe('two timelines', () => {
  it('are compared at the instants of which both have told, whoever told first', () => {
    const two = createTwoTimelines();
    two.add('player', at(100, { timelineNs: 100 }));
    expect(two.latest).toBeNull();
    expect(two.verdict()).toBeNull();
    two.add('listener', at(200, { timelineNs: 190 }));
    two.add('listener', at(100, { timelineNs: 107 }));
    expect(two.latest).toMatchObject({ apartNs: 7, player: { bar: 2 }, listener: { bar: 2 } });
    two.add('player', at(200, { timelineNs: 200 }));
    expect(two.latest?.apartNs).toBe(-10);
    expect(two.verdict()).toEqual({
      instants: 2,
      apartNs: { p50: 7, p99: 10, max: 10 },
      running: 2,
      sameBeat: 2,
      together: true,
    });
  });

  it('are not compared before they are one', () => {
    const two = createTwoTimelines();
    two.add('player', at(100));
    two.add('listener', at(100, { founder: '00000002' }));
    expect(two.latest?.apartNs).toBeNull();
    two.add('player', at(200));
    two.add('listener', at(200, { state: 'joining' }));
    expect(two.verdict()).toBeNull();
  });

  it('are not together when they are apart, or at another beat', () => {
    const apart = createTwoTimelines();
    apart.add('player', at(100));
    apart.add('listener', at(100, { timelineNs: 6e6 }));
    expect(apart.verdict()).toMatchObject({ together: false, sameBeat: 1 });
    const other = createTwoTimelines();
    other.add('player', at(100));
    other.add('listener', at(100, {}, { beatInBar: 4, beat: 7.5 }));
    expect(other.verdict()).toMatchObject({ together: false, running: 1, sameBeat: 0 });
  });

  it('may be on either side of a beat while it begins, and one may stand still', () => {
    const two = createTwoTimelines();
    two.add('player', at(100, {}, { beat: 6.9999 }));
    two.add('listener', at(100, {}, { beat: 7.0001, beatInBar: 4 }));
    two.add('player', at(200, {}, { running: false, bar: 1 }));
    two.add('listener', at(200));
    expect(two.verdict()).toMatchObject({ instants: 2, running: 0, together: true });
  });
});
