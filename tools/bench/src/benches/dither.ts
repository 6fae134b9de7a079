import { CLIPS } from 'recordings-jamnet/clips.js';
import { prepareClips } from 'recordings-jamnet/prepare-clips.js';
import type { Bench } from '../bench.js';
import { BANDS, type DitherScore, type DitherTask } from '../dither/trial.js';
import { ANCHOR, WAYS } from '../dither/ways.js';
import { linePlot } from '../report/line-plot.js';
import type { Table } from '../report/table.js';
import { inParallel } from '../workers/pool.js';

const TRIAL = new URL('../dither/trial.ts', import.meta.url).href;
const LEVELS_DB = [-12, -20, -30, -40, -50, -60, -70];
const SECONDS = 2.5;
const EVERY_CLIP = 4;
const QUIET_DB = -40;
const BAR_DB = 1;

type Figure = (score: DitherScore) => number;

/** 24 bits through 16 and back, beside TPDF dither with noise shaping, by level. */
export const dither: Bench = {
  name: 'dither',
  about: '24 bits carried as 16 and restored, beside TPDF dither with noise shaping, by level',
  async run(say, { quick }) {
    prepareClips('held', say);
    const clips = CLIPS.filter(({ split }) => split === 'held')
      .filter((_, at) => at % (quick ? 4 * EVERY_CLIP : EVERY_CLIP) === 1)
      .map(({ name }) => name);
    const tasks = clips.map((clip): DitherTask => ({
      clip,
      levelsDb: LEVELS_DB,
      seconds: SECONDS,
    }));
    const perClip = await inParallel<DitherTask, DitherScore[]>(
      TRIAL,
      'ditherTrial',
      tasks,
      (done) => say(`${done} of ${tasks.length} clips`),
    );
    const all = perClip.flat();
    const of = (level: number, way: string) =>
      all.filter((score) => score.level === level && score.way === way);
    const average = (level: number, way: string, figure: Figure) => {
      const scores = of(level, way).map(figure);
      return scores.reduce((sum, value) => sum + value, 0) / scores.length;
    };
    const table = (figure: Figure): Table => ({
      columns: ['way', ...LEVELS_DB.map((level) => `${level} dBFS`)],
      rows: WAYS.map(({ name }) => [
        name,
        ...LEVELS_DB.map((level) => average(level, name, figure).toFixed(1)),
      ]),
    });
    /** How much quieter than the anchor the noise of a way is, of the clip for which that is least. */
    const leastGain = (level: number, way: string, figure: Figure): number => {
      const anchor = of(level, WAYS[ANCHOR].name);
      return Math.min(...of(level, way).map((score, at) => figure(anchor[at]) - figure(score)));
    };
    const figures: readonly (readonly [string, Figure])[] = [
      ['unweighted', ({ noiseDb }) => noiseDb],
      ['A-weighted', ({ weightedDb }) => weightedDb],
      ...BANDS.map(
        ([from, to], band) =>
          [
            `${from / 1e3} to ${to / 1e3} kHz`,
            ({ bandsDb }: DitherScore) => bandsDb[band],
          ] as const,
      ),
    ];
    const shaped = WAYS[WAYS.length - 1].name;
    const worst = figures.map(
      ([name, figure]) =>
        [name, ...LEVELS_DB.map((level) => leastGain(level, shaped, figure))] as const,
    );
    const least = (quiet: boolean) =>
      Math.min(
        ...LEVELS_DB.flatMap((level, at) =>
          level <= QUIET_DB === quiet ? worst.map((row) => row[at + 1] as number) : [],
        ),
      );
    const gainOf = (way: string, from: string) =>
      LEVELS_DB.map((level) =>
        of(level, way).map((score, at) => of(level, from)[at].noiseDb - score.noiseDb),
      );
    const gains = [
      ['flat', gainOf(WAYS[4].name, WAYS[3].name)],
      ['shaped', gainOf(WAYS[6].name, WAYS[5].name)],
    ] as const;
    const met = least(true) >= BAR_DB && least(false) >= 0;
    return {
      title: '24 bits through 16 and back',
      sections: [
        {
          title: `Bar: at least ${BAR_DB} dB below the anchor's noise from ${QUIET_DB} dBFS down, never above it: ${met ? 'held' : 'NOT HELD'}`,
          table: {
            columns: ['noise', ...LEVELS_DB.map((level) => `${level} dBFS`)],
            rows: worst.map(([name, ...values]) => [
              name,
              ...values.map((each) => each.toFixed(1)),
            ]),
          },
          notes: [
            `How many dB quieter than that of TPDF dither with noise shaping (${WAYS[ANCHOR].name}) the noise of "${shaped}" is, for the worst of ${clips.length} held recordings: ${least(true).toFixed(1)} dB at least from ${QUIET_DB} dBFS down, ${least(false).toFixed(1)} dB above. Both have the same filter of error feedback, five taps. Levels are those of the whole excerpt (RMS), brought there by a gain and rounded to 24 bits, which is the truth that is compared with.`,
          ],
        },
        { title: 'Noise, dB of full scale', table: table(({ noiseDb }) => noiseDb) },
        { title: 'Noise, A-weighted', table: table(({ weightedDb }) => weightedDb) },
        {
          title: 'What prediction adds to taking off the dither, dB',
          table: {
            columns: ['noise', 'clip', ...LEVELS_DB.map((level) => `${level} dBFS`)],
            rows: gains.flatMap(([name, levels]) => [
              [name, 'least', ...levels.map((each) => Math.min(...each).toFixed(2))],
              [
                name,
                'mean',
                ...levels.map((each) => (each.reduce((a, b) => a + b, 0) / each.length).toFixed(2)),
              ],
              [name, 'most', ...levels.map((each) => Math.max(...each).toFixed(2))],
            ]),
          },
          notes: [
            'The limit: with flat noise at programme level (−20 dBFS and above) there is next to nothing to gain, for the lowest bits of loud music follow from nothing. What is gained there comes from recordings with few and steady partials. Noise that is shaped lies for the most part above 10 kHz, where music has little, and prediction takes it away again; the recordings were decoded from lossy files, which have less up there than a microphone hears.',
            `Cost: ${(all.filter(({ way }) => way.endsWith(', restored')).reduce((sum, each) => sum + each.cpuSecondsPerSecond, 0) / all.filter(({ way }) => way.endsWith(', restored')).length).toFixed(2)} s of one core for a second of one channel at 48 kHz, with other programs beside it. Each sample comes 16 samples (0.33 ms) later.`,
          ],
        },
      ],
      plots: [
        {
          suffix: '',
          title: 'Noise by level',
          svg: linePlot({
            title: '24 bits through 16: noise by level of the music',
            x: { label: 'level, dBFS', from: -70, to: -12, ticks: LEVELS_DB },
            y: { label: 'noise, dBFS', from: -125, to: -80 },
            series: WAYS.map(({ name }, at) => ({
              name,
              dashed: at < 3,
              points: LEVELS_DB.map(
                (level) => [level, average(level, name, ({ noiseDb }) => noiseDb)] as const,
              ),
            })),
          }),
        },
      ],
      data: { clips, levelsDb: LEVELS_DB, met, scores: perClip },
    };
  },
};
