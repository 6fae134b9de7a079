import { JamError } from '@jamnet/wire';
import { formatCount } from '../report/number-format.js';
import { formatText, type WaveFormat } from '../wave/wave-format.js';

const RATES = [44_100, 48_000, 96_000, 192_000];
const MOST_CHANNELS = 8;

/** What can be streamed. Throws JamError `bad-option` with what to do. */
export function checkSource(path: string, format: WaveFormat, frames: number): void {
  const { sampleRate, channels } = format;
  const refuse = (reason: string): never => {
    throw new JamError('bad-option', `cannot stream ${path} (${formatText(format)}): ${reason}`);
  };
  if (!RATES.includes(sampleRate))
    refuse(
      `${formatCount(sampleRate)} Hz is none of ${RATES.map(formatCount).join(', ')}; convert it first`,
    );
  if (channels > MOST_CHANNELS) refuse(`a stream has at most ${MOST_CHANNELS} channels; split it`);
  if (frames === 0) refuse('it holds no sound');
}
