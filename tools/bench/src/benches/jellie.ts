import type { AudioChunk, Exactness } from '@jamnet/jdat';
import { createRandom } from '@jamnet/testkit';
import type * as jelliePackage from 'jellie';
import type { Bench } from '../bench.js';
import { linePlot } from '../report/line-plot.js';
import { CLIPS } from 'recordings-jamnet/clips.js';
import { loadClip, prepareClips } from 'recordings-jamnet/prepare-clips.js';

type Jellie = typeof jelliePackage;

const RATE = 48_000;
const FRAMES = 128;
const FORM = 2;
const FREQUENCIES = [
  50, 100, 200, 500, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 11_000, 12_000,
  13_000, 14_000, 16_000, 18_000, 20_000, 22_000,
];
/** Frames that are not looked at where a signal begins and ends. */
const MARGIN = 512;
const SECONDS = 2;

/** What one part makes of a signal: as first heard, and when the next frame has come. */
interface Snr {
  readonly atOnceDb: number;
  readonly laterDb: number;
}

export const jellie: Bench = {
  name: 'jellie',
  about:
    'JELLIE: what each pattern of loss gives, and the half-rate signal by frequency and on recordings',
  async run(say) {
    const found = await import('jellie');
    say('sines');
    const byFrequency = FREQUENCIES.map((frequency) => {
      const signal = sine(frequency);
      return { frequency, parts: eachPart(found, signal), lineDb: lineSnr(signal) };
    });
    prepareClips('dev', say);
    const clips = CLIPS.filter(({ split }) => split === 'dev').map(({ name, group }) => {
      say(name);
      const signal = integers(loadClip(name).samples.subarray(RATE, RATE * (1 + SECONDS)));
      return { name, group, parts: eachPart(found, signal), lineDb: lineSnr(signal) };
    });
    const names = found.JELLIE_PARTS;
    return {
      title: 'JELLIE: what is left after a loss',
      sections: [
        {
          title: 'The 16 patterns',
          table: {
            columns: ['arrived', 'frames', 'result', 'samples that differ'],
            rows: patterns(found),
          },
          notes: [
            `White noise of full scale in 24 bits, the ends of the range among it, ${FRAMES} frames of two channels a chunk, and one of odd length. None: nothing is handed over, and the receiver predicts.`,
          ],
        },
        {
          title: 'One part of four, by frequency',
          table: {
            columns: ['Hz', ...names.flatMap((part) => [`${part}, dB`, 'at once']), 'line, dB'],
            rows: byFrequency.map(({ frequency, parts, lineDb }) => [
              frequency,
              ...parts.flatMap(({ atOnceDb, laterDb }) => [laterDb, atOnceDb]),
              lineDb,
            ]),
          },
          notes: [
            `Signal over error in dB, sines at ${RATE} Hz in chunks of ${FRAMES} frames of which that part alone arrives. At once: as first heard, when nothing of the next chunk is there. Line: the odd samples as the mean of their neighbours.`,
          ],
        },
        {
          title: 'One part of four, on recordings',
          table: {
            columns: [
              'recordings',
              'count',
              ...names.flatMap((part) => [`${part}, dB`, 'at once']),
              'line, dB',
            ],
            rows: groupRows(clips),
          },
          notes: [
            `Means over the clips for development of tools/recordings, ${SECONDS} s of each.`,
          ],
        },
      ],
      plots: [
        {
          suffix: '',
          title: 'Signal over error from one part, by frequency',
          svg: linePlot({
            title: 'JELLIE: signal over error from one part of four',
            x: {
              label: 'frequency, Hz',
              log: true,
              from: 50,
              to: 24_000,
              ticks: [50, 200, 1000, 5000, 12_000, 22_000],
            },
            y: { label: 'signal over error, dB', from: -10 },
            series: [
              ...names.map((name, part) => ({
                name,
                points: byFrequency.map(
                  ({ frequency, parts }) => [frequency, parts[part]!.laterDb] as const,
                ),
              })),
              {
                name: 'e, a line between',
                dashed: true,
                points: byFrequency.map(({ frequency, lineDb }) => [frequency, lineDb] as const),
              },
            ],
          }),
        },
      ],
      data: { byFrequency, clips },
    };
  },
};

function groupRows(
  clips: readonly { group: string; parts: readonly Snr[]; lineDb: number }[],
): (string | number)[][] {
  const groups = [...new Set(clips.map(({ group }) => group))].sort();
  return ['all', ...groups].map((name) => {
    const some = clips.filter(({ group }) => name === 'all' || group === name);
    const mean = (of: (clip: (typeof clips)[number]) => number): number =>
      some.reduce((sum, clip) => sum + of(clip), 0) / some.length;
    return [
      name,
      some.length,
      ...[0, 1, 2, 3].flatMap((part) => [
        mean(({ parts }) => parts[part]!.laterDb),
        mean(({ parts }) => parts[part]!.atOnceDb),
      ]),
      mean(({ lineDb }) => lineDb),
    ];
  });
}

/** Every pattern through the codec and the decoder, beside what was sent. */
function patterns({ jellieCoding, JELLIE_PARTS }: Jellie): (string | number)[][] {
  const channels = 2;
  const format = { sampleRate: RATE, channels };
  return Array.from({ length: 16 }, (_, pattern) => {
    const encoder = jellieCoding.createEncoder(format, FORM);
    const decoder = jellieCoding.createDecoder();
    const random = createRandom(pattern);
    const lengths = [...Array<number>(40).fill(FRAMES), 63];
    const heard = new Map<number, [AudioChunk, Exactness]>();
    let position = 0;
    let differ = 0;
    let exact = 0;
    for (const frames of lengths) {
      const samples = Int32Array.from({ length: frames * channels }, (_, i) =>
        i < 4 ? (i % 2 === 0 ? -(2 ** 23) : 2 ** 23 - 1) : Math.floor((random() - 0.5) * 2 ** 24),
      );
      const chunk = { ...format, position, timestampUs: 0, frames, samples };
      encoder.encode(chunk, (part, payload, length, at) => {
        if (!((pattern >> part) & 1)) return;
        decoder.accept(payload, 0, length, FORM, (known, exactness) => {
          if (known.position < at) return;
          heard.set(at, [
            { ...known, samples: known.samples.slice(0, known.frames * channels) },
            exactness,
          ]);
        });
      });
      for (const [at, [known, exactness]] of heard) {
        if (exactness === 'exact') exact += known.frames;
        for (let i = 0; i < known.frames * channels; i++) {
          if (known.samples[i] !== samples[(at - position) * channels + i]) differ++;
        }
      }
      heard.clear();
      position += frames;
    }
    const there = JELLIE_PARTS.filter((_, part) => (pattern >> part) & 1);
    const result = there.length === 0 ? 'none' : exact === position ? 'exact' : 'half-rate';
    return [there.join(', ') || 'none', position, result, there.length === 0 ? '' : differ];
  });
}

function eachPart(found: Jellie, signal: Int32Array): Snr[] {
  return found.JELLIE_PARTS.map((_, part) => onePart(found, signal, part));
}

function onePart({ jellieCoding }: Jellie, signal: Int32Array, part: number): Snr {
  const format = { sampleRate: RATE, channels: 1 };
  const encoder = jellieCoding.createEncoder(format, FORM);
  const decoder = jellieCoding.createDecoder();
  const atOnce = new Int32Array(signal.length);
  const later = new Int32Array(signal.length);
  for (let position = 0; position + FRAMES <= signal.length; position += FRAMES) {
    const samples = signal.subarray(position, position + FRAMES);
    const chunk = { ...format, position, timestampUs: 0, frames: FRAMES, samples };
    encoder.encode(chunk, (sent, payload, length) => {
      if (sent !== part) return;
      decoder.accept(payload, 0, length, FORM, (known) => {
        const values = known.samples.subarray(0, known.frames);
        later.set(values, known.position);
        if (known.position >= position) atOnce.set(values, known.position);
      });
    });
  }
  return { atOnceDb: snr(signal, atOnce), laterDb: snr(signal, later) };
}

/** What the usual way between even samples gives. */
function lineSnr(signal: Int32Array): number {
  const line = signal.map((value, i) =>
    i % 2 === 0 || i + 1 === signal.length ? value : (signal[i - 1]! + signal[i + 1]!) / 2,
  );
  return snr(signal, line);
}

function snr(wanted: Int32Array, found: Int32Array): number {
  let signal = 0;
  // No error at all would be no figure; half a step is what rounding leaves.
  let noise = 1e-3;
  for (let i = MARGIN; i < wanted.length - MARGIN; i++) {
    signal += wanted[i]! ** 2;
    noise += (wanted[i]! - found[i]!) ** 2;
  }
  return 10 * Math.log10((signal + 1e-3) / noise);
}

function sine(frequency: number): Int32Array {
  return Int32Array.from({ length: 16_384 }, (_, i) =>
    Math.round(6e6 * Math.sin((2 * Math.PI * frequency * i) / RATE + 0.3)),
  );
}

function integers(samples: Float32Array): Int32Array {
  return Int32Array.from(samples, (value) =>
    Math.max(-(2 ** 23), Math.min(2 ** 23 - 1, Math.round(value * 2 ** 23))),
  );
}
