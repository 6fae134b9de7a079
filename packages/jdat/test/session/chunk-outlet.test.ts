import { StreamType } from '@jamnet/toast';
import { pcmCoding } from '@jamnet/jdat';
import { describe, expect, it } from 'vitest';
import { checkSendOptions } from '../../src/check-send-options.js';
import { createChunkOutlet } from '../../src/session/chunk-outlet.js';
import type { FixedAudioPlan } from '../../src/redundancy/audio-plan.js';
import { createAudioLan, START_NS } from '../support/audio-lan.js';
import { fourParts } from '../support/four-parts.js';

interface Arrived {
  readonly atMs: number;
  readonly text: string;
  readonly messageType: number;
  readonly timestampNs: number;
  readonly copies: number;
}

async function setUp(plan: FixedAudioPlan) {
  const lan = createAudioLan();
  const player = await lan.join('player');
  const listener = await lan.join('listener', { receive: { delayMs: 0 } });
  const arrived: Arrived[] = [];
  listener.session.subscribe({ streamType: StreamType.AUDIO }, (frame) => {
    const { bytes, payloadOffset, payloadLength, messageType, timestampNs, burstSize } = frame;
    const text = new TextDecoder().decode(
      bytes.subarray(payloadOffset, payloadOffset + payloadLength),
    );
    const atMs = Math.round((frame.arrivalNs - START_NS) / 1e6);
    arrived.push({ atMs, text, messageType, timestampNs, copies: burstSize });
  });
  const checked = checkSendOptions({ plan }, [pcmCoding, fourParts]);
  const stream = player.session.openStream({ streamType: StreamType.AUDIO, formatType: 1 });
  const outlet = createChunkOutlet({
    stream,
    clock: lan.time.clock,
    channels: 1,
    formatType: 1,
    codings: checked.codings,
  });
  const send = (frames: number, under = checked.plan!): boolean =>
    outlet.send(
      {
        sampleRate: 48_000,
        channels: 1,
        position: 1000,
        timestampUs: 5,
        frames,
        samples: new Int32Array(512).fill(-8_000_007),
      },
      5000,
      under,
    );
  return { lan, player, arrived, outlet, send };
}

describe('a chunk', () => {
  it('goes out in parts at their times, each with its copies', async () => {
    const { lan, arrived, outlet, send } = await setUp({
      coding: 'four',
      partsMs: [0, 0, 5, 10],
      copiesMs: [0, 20],
    });
    expect(send(48)).toBe(true);
    expect(outlet.lastCopyNs).toBe(START_NS + 30e6);
    lan.time.runFor(100e6);
    expect(arrived.map(({ atMs, text }) => [atMs, text])).toEqual([
      [0, '0 1000 48 -8000007'],
      [0, '1 1000 48 -8000007'],
      [5, '2 1000 48 -8000007'],
      [10, '3 1000 48 -8000007'],
    ]);
    expect(arrived.every(({ messageType, copies }) => messageType === 9 && copies === 2)).toBe(
      true,
    );
    expect([outlet.messages, outlet.refused]).toEqual([4, 0]);
    expect(outlet.bytes).toBe(4 * (18 + 46 + 28));
  });

  it('is waited for although those behind it are done earlier', async () => {
    const { lan, outlet, send } = await setUp({ copiesMs: [0, 40] });
    send(16);
    lan.time.runFor(5e6);
    send(16, checkSendOptions({ plan: {} }, [pcmCoding]).plan!);
    expect(outlet.lastCopyNs).toBe(START_NS + 40e6);
  });

  it('that is longer than a message says of each piece when it was played', async () => {
    const { lan, arrived, send } = await setUp({});
    send(512);
    lan.time.runFor(10e6);
    const pieces = arrived.map(({ text }) => /"p":(\d+)/u.exec(text)![1]).map(Number);
    expect(pieces.length).toBeGreaterThan(1);
    expect(arrived.map(({ timestampNs }) => timestampNs)).toEqual(
      pieces.map((position) => 5000 + Math.round(((position - 1000) * 1e9) / 48e3)),
    );
  });

  it('of too few frames for the coding goes out plain', async () => {
    const { lan, arrived, send } = await setUp({ coding: 'four', partsMs: [0, 0, 0, 0] });
    expect(send(3)).toBe(true);
    lan.time.runFor(10e6);
    expect(arrived.map(({ messageType }) => messageType)).toEqual([0]);
  });

  it('that is no chunk, or that nobody takes, is refused and counted', async () => {
    const { lan, player, outlet, send } = await setUp({});
    expect(send(0)).toBe(false);
    expect(outlet.refused).toBe(1);
    await player.session.close();
    lan.time.runFor(1e6);
    expect(send(16)).toBe(false);
    expect([outlet.messages, outlet.refused]).toEqual([0, 2]);
  });
});
