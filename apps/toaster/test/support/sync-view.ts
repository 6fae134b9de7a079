import type { ClockRow, SyncView } from '../../src/timeline/sync-view.js';
import { MUSIC } from './demo-view.js';

const KNOWN = {
  isSelf: false,
  isMaster: false,
  shares: true,
  asymmetryNs: 41_200,
  roundTripNs: 82_400,
  driftBoundPpm: 0.05,
  clock: 'cpu',
  state: 'locked',
  master: '0000000b',
} as const;

const SELF: ClockRow = {
  ...KNOWN,
  senderId: '0000000a',
  name: 'anna',
  isSelf: true,
  offsetNs: 0,
  errorBoundNs: 0,
  asymmetryNs: 0,
  roundTripNs: 0,
  driftPpm: 0,
  driftBoundPpm: 0,
  inJitterUs: null,
  outJitterUs: null,
  quality: null,
  reports: [
    {
      senderId: '0000000b',
      offsetNs: -12_345_678,
      errorBoundNs: 1_200,
      driftPpm: 31.256,
      jitterUs: 4.5,
      quality: 0.99,
    },
  ],
};

const MASTER: ClockRow = {
  ...KNOWN,
  senderId: '0000000b',
  name: 'bela',
  isMaster: true,
  offsetNs: -12_345_678,
  errorBoundNs: 1_200,
  driftPpm: 31.256,
  inJitterUs: 4.5,
  outJitterUs: 12.3,
  quality: 0.99,
  clock: 'gpu',
  reports: [
    {
      senderId: '0000000a',
      offsetNs: 12_345_701,
      errorBoundNs: 1_300,
      driftPpm: -31.25,
      jitterUs: 12,
      quality: 0.98,
    },
  ],
};

const NEW: ClockRow = {
  ...KNOWN,
  senderId: '0000000c',
  name: 'someone new',
  shares: false,
  offsetNs: null,
  errorBoundNs: null,
  asymmetryNs: null,
  roundTripNs: null,
  driftPpm: null,
  driftBoundPpm: null,
  inJitterUs: null,
  outJitterUs: null,
  quality: null,
  clock: null,
  state: null,
  master: null,
  reports: [],
};

/** Three in a room, one of whom has only just come. */
export const SYNC_VIEW: SyncView = {
  topic: 'midi://jam',
  port: 'native',
  ownNs: 100e9,
  timelineNs: 100e9 - 12_345_678,
  state: 'locked',
  master: '0000000b',
  isMaster: false,
  term: 3,
  founder: '0000000b',
  ageMs: 754_000,
  errorBoundNs: 1_250,
  ratePpm: 31.256,
  music: { ...MUSIC, position: '5.3.480', bar: 5, beatInBar: 3, beat: 18.5, bpm: 96.5 },
  peers: [SELF, MASTER, NEW],
  pending: [
    {
      command: 'TEMPO',
      atNs: 101e9,
      inMs: 1_234,
      beat: 20,
      position: '6.1.000',
      songMs: 0,
      bpm: 140,
      signature: [4, 4],
      from: 'bela',
      sender: '0000000b',
    },
  ],
};
