import type { DemoView } from '../../src/display/demo-view.js';
import type { Music } from '../../src/timeline/music.js';

export const MUSIC: Music = {
  run: 'playing',
  running: true,
  position: '1.1.000',
  bar: 1,
  beatInBar: 1,
  beat: 0,
  songMs: 0,
  bpm: 88,
  signature: [4, 4],
  loop: null,
};

/** A view as it might be in the middle of a song. */
export const DEMO_VIEW: DemoView = {
  topic: 'midi://demo-01234567',
  songName: 'A song',
  phase: 'playing',
  elapsedMs: 12_000,
  songMs: 36_000,
  lossAsked: 0.66,
  lossInRuns: false,
  roll: {
    notes: [
      { note: 60, channel: 1, startMs: 6_000, endMs: 8_000, arrival: 'direct' },
      { note: 64, channel: 1, startMs: 8_000, endMs: 10_000, arrival: 'repaired' },
      { note: 67, channel: 2, startMs: 10_000, endMs: null, arrival: 'late' },
      { note: 48, channel: 2, startMs: 6_000, endMs: null, arrival: 'direct' },
    ],
    nowMs: 12_000,
    lowestNote: 36,
    highestNote: 81,
  },
  peers: [
    {
      name: 'player',
      latencyUs: [300, 30_000, null, 300],
      p50Us: 312,
      p99Us: 30_123,
      maxUs: 44_000,
      loss: 0.664,
      lossTicks: [0.6, 0.7, 0.66, 0.66],
    },
  ],
  plan: { offsetsUs: [0, 125, 250, 375], spread: 'narrow' },
  places: {
    player: { ...MUSIC, position: '5.3.480', bar: 5, beatInBar: 3, beat: 18.5 },
    listener: { ...MUSIC, position: '5.3.480', bar: 5, beatInBar: 3, beat: 18.5 },
    apartNs: -420,
  },
  sent: 455,
  heard: 454,
  repaired: 133,
  repairedTicks: [0, 4, 2, 1],
  late: 0,
  missing: 0,
  lateAfterMs: 50,
  datagramsSent: 4_213,
  datagramsArrived: 4_200,
  datagramsThrownAway: 2_780,
};
