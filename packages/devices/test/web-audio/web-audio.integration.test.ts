import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createJackAudio } from '@jamnet/gpu-native';
import { missingJack, startJackServer } from '@jamnet/testkit';
import type { AudioPort } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { missingNativeAudio } from '../need-native.js';
import { createAlsaCard, missingAlsaJack } from './alsa-card.js';
import type { LoopReport } from './loop-program.js';

const SCALE = 2 ** 22;

const PROGRAM = fileURLToPath(new URL('loop-program.ts', import.meta.url));

/** Runs the program until it has heard enough, or until `arrived`. */
async function loop(
  arrived: Promise<unknown> | undefined,
  env: Readonly<Record<string, string>>,
  ...rest: string[]
): Promise<LoopReport> {
  const args = ['--import', 'tsx', '--conditions=@jamnet/source', PROGRAM, ...rest];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  void arrived?.then(() => child.stdin.end());
  let printed = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = await once(child, 'close');
  const report = /^report (.*)$/mu.exec(printed)?.[1];
  if (code !== 0 || report === undefined) {
    throw new Error(`the program ended with ${code}:\n${printed}\n${errors.slice(-2000)}`);
  }
  return JSON.parse(report) as LoopReport;
}

/** Counts the frames of the program that come to a client of JACK, and how many of them did not follow the one before; resolves when there are enough. */
function arriving(port: AudioPort, enough: number, counts: { heard: number; breaks: number }) {
  const input = port.input!;
  const frames = new Float32Array(2 * 1024);
  let before = 0;
  return new Promise<void>((resolve) => {
    port.onPeriod(() => {
      while (input.writePosition > input.readPosition) {
        const count = Math.min(1024, input.writePosition - input.readPosition);
        input.read(frames, count);
        for (let i = 0; i < count; i += 1) {
          const frame = Math.round(frames[2 * i]! * SCALE);
          if (frame === 0) continue;
          counts.heard += 1;
          if (before !== 0 && frame !== before + 1) counts.breaks += 1;
          before = frame;
        }
      }
      if (counts.heard >= enough) resolve();
    });
  });
}

/** What holds wherever the library goes through, on a machine that does other things as well. */
function expectFrames(report: LoopReport): void {
  expect(report.problem).toBe(null);
  expect(report.sampleRate).toBe(48_000);
  expect(report.heard).toBeGreaterThan(1000);
  // In order, but where the machine was not in time: then a period is missing, or JACK plays one again.
  expect((report.gaps + report.backward) / report.heard).toBeLessThan(1 / 200);
  // JACK runs the one that plays before or after the one that records: what is heard is of the same period or of the one before.
  expect(report.latencyMs).toBeGreaterThan(-0.1);
  expect(report.latencyMs).toBeLessThan(3);
}

describe("the operating system's audio, for real", () => {
  test.skipIf(missingJack() !== undefined)('plays and records through JACK', async () => {
    await using server = await startJackServer({ periodFrames: 128 });
    // ALSA's configuration only tells that there may be a card.
    const report = await loop(
      undefined,
      { JACK_DEFAULT_SERVER: server.name, ALSA_CONFIG_DIR: '/usr/share/alsa' },
      '50000',
      server.name,
    );
    expect(report.names).toEqual(['cpal_client_in', 'cpal_client_out']);
    expectFrames(report);
  });

  test.skipIf((missingNativeAudio() ?? missingAlsaJack()) !== undefined)(
    'plays through ALSA, frame by frame',
    async () => {
      await using server = await startJackServer({ periodFrames: 1024 });
      using ear = createJackAudio({ server: server.name, name: 'ear', inputChannels: 2 });
      using card = createAlsaCard(server.name, 'ear');
      const counts = { heard: 0, breaks: 0 };
      const arrived = arriving(ear, 4000, counts);
      const report = await loop(arrived, card.env, 'Infinity');
      expect([report.names, report.problem]).toEqual([['default', 'default'], null]);
      expect(report.sampleRate).toBe(48_000);
      // A period of a card that is in time is followed by the next; one that is not begins anew, which with this plugin takes long.
      expect(counts.heard).toBeGreaterThan(1000);
      expect(counts.breaks / counts.heard).toBeLessThan(1 / 100);
    },
  );
});
