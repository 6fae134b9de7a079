import type { AudioPort } from '@jamnet/wire';
import type { DeviceLateness } from './path-plan.js';

export function latenessOf(audio: AudioPort): DeviceLateness {
  const { latenessUs } = audio.stats();
  return {
    realtime: audio.realtime.ok,
    p50: latenessUs(0.5),
    p99: latenessUs(0.99),
    max: latenessUs(1),
  };
}
