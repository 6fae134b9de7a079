import { describe, expect, it } from 'vitest';
import { audioLine } from '../../src/display/audio-line.js';
import { renderAudio } from '../../src/display/audio-screen.js';
import { renderStream, streamLine } from '../../src/display/stream-screen.js';
import type { AudioView } from '../../src/record/audio-view.js';
import { emptyAudioView } from '../../src/record/stream-watch.js';
import type { StreamView } from '../../src/stream/stream-view.js';
import { SENT } from '../support/fake-audio.js';
import { PLAYER } from '../support/fake-jam.js';

const VIEW: AudioView = {
  topic: 'audio://main',
  from: 'anna',
  sampleRate: 48_000,
  channels: 2,
  sentRate: 44_100,
  elapsedMs: 83_000,
  out: 'got.wav',
  method: 'pnbtr',
  ended: false,
  levels: [-12.34, -Infinity],
  buffer: {
    ticks: [18, 20, null, 4],
    nowMs: 18.4,
    targetMs: 20,
    delayMs: 20.1,
    jitterMs: 0.5,
    driftPpm: -3,
  },
  lossTicks: [0, 0.5],
  concealedTicks: [0, 0.1],
  repairedTicks: [0, 0.3],
  confidence: 0.87,
  totals: {
    exact: 900_000,
    halfRate: 0,
    concealed: 1_234,
    faded: 99,
    late: 7,
    byCopy: 4_000,
    byCoding: 0,
    lost: 1_200,
  },
  copiesLost: 0.051,
};

const SENDING: StreamView = {
  topic: 'audio://main',
  file: 'song.wav',
  form: 'binary',
  sampleRate: 48_000,
  channels: 1,
  frames: 48_000 * 30,
  fileFrames: 48_000 * 60,
  loop: false,
  levels: [-6],
  sent: SENT,
  peers: [{ ...PLAYER, name: 'bert', receiveOnly: true, reportedLossRate: 0.04 }],
};

describe('the picture of a stream that is heard', () => {
  it.each([
    [80, 14],
    [120, 40],
  ])('fits its terminal: %i × %i', (columns, rows) => {
    const lines = renderAudio(VIEW, columns, rows, 'plain');
    expect(lines).toHaveLength(rows);
    for (const line of lines) expect([...line]).toHaveLength(columns);
  });

  it('shows buffer, loss, repairs and concealment', () => {
    const text = renderAudio(VIEW, 100, 20, 'plain').join('\n');
    for (const part of [
      'audio://main  from anna',
      '● got.wav 1:23',
      'channel 1',
      '−12.3 dB',
      'silent',
      '18.4 ms of 20.0 ms wanted',
      '5.1 % of all datagrams of late',
      '4,000 frames, by copies',
      '0.1 % by pnbtr, confidence 0.87',
      'sent at 44,100 Hz',
      '900,000 exact  1,234 concealed  99 faded  7 late',
    ])
      expect(text).toContain(part);
  });

  it('says that nobody plays', () => {
    const empty = emptyAudioView('audio://main', null, 'none');
    expect(renderAudio(empty, 80, 14, 'plain').join('\n')).toContain('nobody plays yet');
    expect(audioLine(empty)).toBe('nobody plays on audio://main yet');
  });

  it('is one line where there is no terminal', () => {
    expect(audioLine(VIEW)).toBe(
      '1:23 · buffer 18.4 ms of 20.0 ms · 5.1 % of datagrams lost · 4,000 frames repaired · 0.1 % concealed',
    );
  });

  it('shows neither what is not known yet nor less than nothing', () => {
    const buffer = { ...VIEW.buffer, nowMs: -1_112.4, targetMs: NaN, delayMs: NaN };
    const picture = renderAudio({ ...VIEW, buffer }, 100, 20, 'plain').join('\n');
    expect(picture).toContain('0.0 ms of – wanted');
    expect(picture).toContain('– delay');
    expect(audioLine({ ...VIEW, buffer })).toContain('· buffer 0.0 ms of – ·');
  });
});

describe('the picture of a stream that is sent', () => {
  it('fits its terminal and shows the plan and who listens', () => {
    const lines = renderStream(SENDING, 80, 12, 'plain');
    expect(lines).toHaveLength(12);
    for (const line of lines) expect([...line]).toHaveLength(80);
    const text = lines.join('\n');
    expect(text).toContain('0:30 / 1:00');
    expect(text).toContain('binary, 2.50 Mbit/s plain, × 3.0 with copies');
    expect(text).toContain('pcm, copies at 0/12/24 ms; sent at 48,000 Hz');
    expect(text).toContain('bert  loses 4.0 %');
    expect(streamLine(SENDING)).toBe('0:30 / 1:00 · 2.50 Mbit/s × 3.0 · bert loses 4.0 %');
  });

  it('says that nobody listens', () => {
    const text = renderStream({ ...SENDING, peers: [] }, 80, 12, 'plain').join('\n');
    expect(text).toContain('nobody yet');
  });
});
