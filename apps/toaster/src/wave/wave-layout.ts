import { bytesPerFrame, type WaveFormat } from './wave-format.js';

const RIFF_MOST_BYTES = 0xffff_ffff;
/** Kept free for the chunk that a file of over 4 GiB needs before all others. */
const LONG_SIZES_BYTES = 28;
const TAG = { int: 1, float: 3, extensible: 0xfffe } as const;
const PLAIN_GUID_TAIL = '000000001000800000aa00389b71';

/**
 * What stands before the samples of a file that holds so many frames. The same length whatever the frames, so that it can be
 * written again over itself: RIFF, or RF64 (EBU Tech 3306) from 4 GiB on.
 */
export function waveHead(format: WaveFormat, frames: number): Buffer {
  const { sampleRate, channels, coding, bytesPerSample } = format;
  const frameBytes = bytesPerFrame(format);
  // Speakers have to be assigned where there are more than two channels; "none" is 0.
  const extensible = channels > 2;
  const formatBytes = extensible ? 40 : coding === 'float' ? 18 : 16;
  const factBytes = coding === 'float' ? 12 : 0;
  const head = Buffer.alloc(12 + 8 + LONG_SIZES_BYTES + 8 + formatBytes + factBytes + 8);
  const dataBytes = frames * frameBytes;
  const riffBytes = head.length - 8 + dataBytes + (dataBytes % 2);
  const long = riffBytes > RIFF_MOST_BYTES;

  head.write(long ? 'RF64' : 'RIFF', 0, 'latin1');
  head.writeUInt32LE(long ? RIFF_MOST_BYTES : riffBytes, 4);
  head.write('WAVE', 8, 'latin1');
  head.write(long ? 'ds64' : 'JUNK', 12, 'latin1');
  head.writeUInt32LE(LONG_SIZES_BYTES, 16);
  if (long) {
    head.writeBigUInt64LE(BigInt(riffBytes), 20);
    head.writeBigUInt64LE(BigInt(dataBytes), 28);
    head.writeBigUInt64LE(BigInt(frames), 36);
  }
  let at = 20 + LONG_SIZES_BYTES;
  head.write('fmt ', at, 'latin1');
  head.writeUInt32LE(formatBytes, at + 4);
  at += 8;
  head.writeUInt16LE(extensible ? TAG.extensible : TAG[coding], at);
  head.writeUInt16LE(channels, at + 2);
  head.writeUInt32LE(sampleRate, at + 4);
  head.writeUInt32LE(sampleRate * frameBytes, at + 8);
  head.writeUInt16LE(frameBytes, at + 12);
  head.writeUInt16LE(bytesPerSample * 8, at + 14);
  if (extensible) {
    head.writeUInt16LE(22, at + 16);
    head.writeUInt16LE(bytesPerSample * 8, at + 18);
    head.writeUInt16LE(TAG[coding], at + 24);
    head.write(PLAIN_GUID_TAIL, at + 26, 'hex');
  }
  at += formatBytes;
  if (factBytes > 0) {
    head.write('fact', at, 'latin1');
    head.writeUInt32LE(4, at + 4);
    head.writeUInt32LE(Math.min(frames, RIFF_MOST_BYTES), at + 8);
    at += factBytes;
  }
  head.write('data', at, 'latin1');
  head.writeUInt32LE(long ? RIFF_MOST_BYTES : dataBytes, at + 4);
  return head;
}
