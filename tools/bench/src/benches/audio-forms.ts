import { type AudioChunk, type ChunkDecoder, type ChunkEncoder, pcmCoding } from '@jamnet/jdat';
import { SAMPLE_RATES } from '@jamnet/schemas';
import { FormatType, FRAME_OVERHEAD_BYTES } from '@jamnet/toast';
import type { Bench } from '../bench.js';
import { linePlot } from '../report/line-plot.js';
import { quantiles } from '../report/quantiles.js';
import type { Section } from '../report/result-files.js';
import { type Signal, signals } from './audio-signals.js';

const FORMS = [
  ['standard', FormatType.STANDARD_JSON],
  ['compact', FormatType.COMPACT_JSONL],
  ['MessagePack', FormatType.MSGPACK],
  ['binary', FormatType.GPU_BINARY],
] as const;
const CHANNELS = [1, 2, 4, 8];
/** Frames of a chunk: what is sent at once. */
const FRAMES = 64;
const HEADERS = FRAME_OVERHEAD_BYTES + 28;
const CHUNKS = 64;
const BATCH = 200;
const ROUNDS = 60;

/** What a second of a stream takes in one form. */
interface Rate {
  readonly signal: string;
  readonly form: string;
  readonly sampleRate: number;
  readonly channels: number;
  /** Payloads alone. */
  readonly payloadBytes: number;
  /** With the frames of TOAST, UDP and IPv4 around them: one copy of each. */
  readonly wireBytes: number;
  readonly datagrams: number;
}

/** What a chunk costs. */
interface Cost {
  readonly form: string;
  readonly channels: number;
  readonly messages: number;
  readonly encodeUs: { readonly median: number; readonly p99: number };
  readonly decodeUs: { readonly median: number; readonly p99: number };
}

interface Sent {
  readonly bytes: Uint8Array;
}

export const audioForms: Bench = {
  name: 'audio-forms',
  about: 'bytes a second of audio in each form, and µs to encode and decode a message',
  async run(say) {
    say('sizes');
    const rates = signals.flatMap((signal) =>
      SAMPLE_RATES.flatMap((sampleRate) =>
        CHANNELS.flatMap((channels) =>
          FORMS.map(([form, type]) => measureRate(signal, form, type, sampleRate, channels)),
        ),
      ),
    );
    const costs = CHANNELS.flatMap((channels) =>
      FORMS.map(([form, type]) => {
        say(`${form}, ${channels} channels`);
        return measureCost(form, type, channels);
      }),
    );
    return {
      title: 'Audio in each form: bytes a second, and the cost of a message',
      sections: [...signals.map((signal) => sizes(signal, rates)), costTable(costs)],
      plots: [{ suffix: '', title: 'Bytes a second of each form', svg: plotOf(rates) }],
      data: { framesOfChunk: FRAMES, headerBytes: HEADERS, rates, costs },
    };
  },
};

/** Chunks of a signal one after the other, at positions and times of a session that has gone on for a while. */
function chunksOf(
  signal: Signal,
  sampleRate: number,
  channels: number,
  count: number,
): AudioChunk[] {
  const samples = signal.make(count * FRAMES, channels, sampleRate);
  return Array.from({ length: count }, (_, index) => ({
    sampleRate,
    channels,
    position: 600 * sampleRate + index * FRAMES,
    timestampUs: 123_456_789_012 + Math.round((index * FRAMES * 1e6) / sampleRate),
    frames: FRAMES,
    samples: samples.slice(index * FRAMES * channels, (index + 1) * FRAMES * channels),
  }));
}

function measureRate(
  signal: Signal,
  form: string,
  formatType: number,
  sampleRate: number,
  channels: number,
): Rate {
  const chunks = chunksOf(signal, sampleRate, channels, Math.ceil(sampleRate / FRAMES));
  const encoder = pcmCoding.createEncoder({ sampleRate, channels }, formatType);
  let bytes = 0;
  let datagrams = 0;
  for (const chunk of chunks) {
    encoder.encode(chunk, (_part, _payload, length) => {
      bytes += length;
      datagrams += 1;
    });
  }
  const perSecond = sampleRate / (chunks.length * FRAMES);
  return {
    signal: signal.name,
    form,
    sampleRate,
    channels,
    payloadBytes: bytes * perSecond,
    wireBytes: (bytes + datagrams * HEADERS) * perSecond,
    datagrams: datagrams * perSecond,
  };
}

function measureCost(form: string, formatType: number, channels: number): Cost {
  const music = signals.find(({ name }) => name === 'music')!;
  const chunks = chunksOf(music, 48_000, channels, CHUNKS);
  const encoder = pcmCoding.createEncoder({ sampleRate: 48_000, channels }, formatType);
  const decoder = pcmCoding.createDecoder();
  const sent: Sent[] = [];
  for (const chunk of chunks) {
    encoder.encode(chunk, (_part, payload, length) =>
      sent.push({ bytes: payload.slice(0, length) }),
    );
  }
  return {
    form,
    channels,
    messages: sent.length / CHUNKS,
    encodeUs: timed((i) => encodeOne(encoder, chunks[i % CHUNKS]), CHUNKS / sent.length),
    decodeUs: timed((i) => decodeOne(decoder, sent[i % sent.length].bytes, formatType), 1),
  };
}

// What ran must have had an effect, or the compiler may leave it out.
let sink = 0;
const outlet = (_part: number, _payload: Uint8Array, length: number): void => void (sink += length);
const take = (chunk: AudioChunk): void => void (sink += chunk.samples[0]);

function encodeOne(encoder: ChunkEncoder, chunk: AudioChunk): void {
  encoder.encode(chunk, outlet);
}

function decodeOne(decoder: ChunkDecoder, bytes: Uint8Array, formatType: number): void {
  if (decoder.accept(bytes, 0, bytes.length, formatType, take) < 0) throw new Error('not read');
}

/** µs of one message; `share` is how much of a call one is. Each sample is the mean of a batch. */
function timed(once: (i: number) => void, share: number): { median: number; p99: number } {
  for (let i = 0; i < 20 * BATCH; i += 1) once(i);
  const samples = Float64Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (let i = 0; i < BATCH; i += 1) once(i);
    return ((performance.now() - start) * 1000 * share) / BATCH;
  });
  const { p50, p99 } = quantiles(samples);
  return { median: p50, p99 };
}

function sizes({ name }: Signal, rates: readonly Rate[]): Section {
  const of = (sampleRate: number, channels: number, form: string): Rate =>
    rates.find(
      (r) =>
        r.signal === name &&
        r.form === form &&
        r.sampleRate === sampleRate &&
        r.channels === channels,
    )!;
  return {
    title: `A second of ${name}, kB`,
    table: {
      columns: [
        'rate',
        'channels',
        ...FORMS.map(([form]) => form),
        ...FORMS.map(([form]) => `${form}, on the wire`),
        'compact, datagrams',
        'binary, datagrams',
      ],
      rows: SAMPLE_RATES.flatMap((sampleRate) =>
        CHANNELS.map((channels) => [
          String(sampleRate),
          channels,
          ...FORMS.map(([form]) => of(sampleRate, channels, form).payloadBytes / 1000),
          ...FORMS.map(([form]) => of(sampleRate, channels, form).wireBytes / 1000),
          of(sampleRate, channels, 'compact').datagrams,
          of(sampleRate, channels, 'binary').datagrams,
        ]),
      ),
    },
    notes:
      name === 'music'
        ? [
            `Payloads, then with all headers (${HEADERS} bytes a datagram), of one copy, in chunks of ${FRAMES} frames; 24-bit PCM itself is 3 bytes a sample, 144 kB for a channel at 48 kHz. A sample of a line takes as many bytes as it has digits, so the lines follow the level: silence, plucked notes of about -20 dBFS RMS, and noise of full scale are the three tables.`,
          ]
        : [],
  };
}

function costTable(costs: readonly Cost[]): Section {
  return {
    title: `Cost of a message, ${FRAMES} frames a chunk at 48 kHz`,
    table: {
      columns: ['form', 'channels', 'messages a chunk', 'encode µs', 'p99', 'decode µs', 'p99'],
      rows: costs.map((cost) => [
        cost.form,
        cost.channels,
        cost.messages,
        cost.encodeUs.median,
        cost.encodeUs.p99,
        cost.decodeUs.median,
        cost.decodeUs.p99,
      ]),
    },
    notes: [
      `Plucked notes; each sample is the mean of ${BATCH} calls, divided by the messages of a chunk. Encoding looks at every sample twice before it writes it: whether it has 24 bits, and how many bytes it takes. MessagePack goes by way of the general codec, which allocates; the other three do not.`,
    ],
  };
}

function plotOf(rates: readonly Rate[]): string {
  const of = (form: string, signal: string): (readonly [number, number])[] =>
    rates
      .filter((r) => r.form === form && r.signal === signal && r.sampleRate === 48_000)
      .map((r) => [r.channels, r.wireBytes / 1000] as const);
  return linePlot({
    title: 'On the wire at 48 kHz, one copy, chunks of 64 frames',
    x: { label: 'channels', ticks: CHANNELS },
    y: { label: 'kB a second' },
    series: FORMS.flatMap(([form]) =>
      form === 'binary'
        ? [{ name: form, points: of(form, 'music') }]
        : [
            { name: `${form}, music`, points: of(form, 'music') },
            { name: `${form}, full scale`, points: of(form, 'noise of full scale'), dashed: true },
          ],
    ),
  });
}
