import { resolve } from 'node:path';
import { JamError } from '@jamnet/wire';
import { checkGaps, loadGaps } from '../conceal/gaps.js';
import { concealWave, type ChannelConcealer } from '../conceal/conceal-wave.js';
import type { ConcealMethod } from '../conceal/method.js';
import { ExitCode } from '../exit-code.js';
import { systemReason } from '../failure.js';
import { openOutputPath } from '../output-path.js';
import { formatCount, formatCountOf, formatShare } from '../report/number-format.js';
import { formatText } from '../wave/wave-format.js';
import { openWaveFile } from '../wave/wave-reader.js';
import type { CommandContext } from './context.js';

/** Whoever waits longer is told how far it is, and again every so often. */
const TELL_MS = 2_000;

export interface ConcealFlags {
  readonly input: string;
  readonly gaps: string;
  readonly output: string;
  readonly method: ConcealMethod;
}

export type CreateConcealer = (method: ConcealMethod, sampleRate: number) => ChannelConcealer;

/** `toaster conceal`: fills the gaps of a WAV file from the past alone. Leaves no output file where it is stopped or fails. */
export async function runConceal(
  flags: ConcealFlags,
  createConcealer: CreateConcealer,
  { output, stop, clock }: CommandContext,
): Promise<ExitCode> {
  const { method } = flags;
  const input = openWaveFile(flags.input);
  try {
    for (const problem of input.problems) output.log(`${flags.input} ${problem}`);
    const { format, frames } = input;
    const { sampleRate, channels } = format;
    const list = loadGaps(flags.gaps);
    checkGaps(flags.gaps, list, { path: flags.input, sampleRate, frames });
    const file = openOutputPath(flags.output, 'name another file');
    const longest = list.gaps.reduce((most, { length }) => Math.max(most, length), 0);
    output.log(
      `${flags.input}: ${formatText(format)}, ${formatCount(frames)} frames; ${formatCountOf(list.gaps.length, 'gap')}, filled by ${method}`,
    );
    const { coding, bytesPerSample } = format;
    const bits = bytesPerSample * 8;
    output.line({
      concealing: { method, sampleRate, channels, coding, bits, frames, gaps: list.gaps.length },
    });

    const nowMs = () => clock.nowNs() / 1e6;
    const startMs = nowMs();
    let tellMs = startMs + TELL_MS;
    const done = await concealWave(input, file.temporary, {
      gaps: list.gaps,
      createConcealer: (rate) => createConcealer(method, rate),
      stop,
      nowMs,
      onProgress(share) {
        if (nowMs() < tellMs) return;
        tellMs = nowMs() + TELL_MS;
        const leftMs = ((nowMs() - startMs) * (1 - share)) / share;
        output.log(`${formatShare(share)}, ${Math.ceil(leftMs / 1_000)} s left`);
        output.line({ progress: { share, leftMs: Math.round(leftMs) } });
      },
    }).catch((error: unknown) => {
      file.discard();
      if (error instanceof JamError) throw error;
      throw new JamError('not-permitted', `cannot write ${flags.output}: ${systemReason(error)}`, {
        cause: error,
      });
    });
    if (!done.complete) {
      file.discard();
      output.log(`stopped; ${flags.output} was not written`);
      return ExitCode.failed;
    }
    file.keep();

    const { lostFrames, meanConfidence } = done;
    const tookMs = nowMs() - startMs;
    const soundMs = (frames / sampleRate) * 1_000;
    output.text(
      `${formatCountOf(list.gaps.length, 'gap')} filled, ${formatShare(frames > 0 ? lostFrames / frames : 0)} of the sound; ` +
        `the longest lasts ${((longest / sampleRate) * 1_000).toFixed(1)} ms` +
        (meanConfidence === null ? '' : `; confidence ${meanConfidence.toFixed(2)} of 1`),
    );
    output.text(`written to ${flags.output}`);
    output.line({
      summary: {
        method,
        gaps: list.gaps.length,
        lostFrames,
        frames,
        longestGapFrames: longest,
        meanConfidence,
        tookMs: Math.round(tookMs),
        timesRealTime: tookMs > 0 ? soundMs / tookMs : null,
        out: resolve(flags.output),
      },
    });
    return ExitCode.done;
  } finally {
    input.close();
  }
}
