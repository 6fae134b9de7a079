import { concealGaps } from '@jamnet/pnbtr';
import type { GapPlan } from './gap-plans.js';
import type { Gap } from './metrics.js';
import { baseline, type NativeConceal, opusConceal } from './native-methods.js';

/** A way to fill gaps, from the past alone. */
export interface Method {
  readonly name: string;
  /** Left out of a quick run. */
  readonly slow?: boolean;
  /** Whether it can do these gaps. @default all */
  readonly can?: (plan: GapPlan) => boolean;
  readonly conceal: NativeConceal;
}

const tenMs = (plan: GapPlan): boolean =>
  (plan.kind === 'isolated' ? plan.frames : plan.packetFrames) % 480 === 0;
/** 200 ms, the window of a model up to order 1024. */
const WINDOW = '9600';

/** All methods, worst first. libopus is there where its header is. */
export function methods(): Method[] {
  const opus = opusConceal();
  return [
    { name: 'silence', conceal: baseline('zero') },
    { name: 'repeat 10 ms', conceal: baseline('repeat') },
    { name: 'pattern match', conceal: baseline('pattern') },
    ...(opus ? [{ name: 'libopus 1.3', can: tenMs, conceal: opus }] : []),
    { name: 'Burg 32', conceal: baseline('burg', '32', WINDOW, '0') },
    { name: 'Burg 128', slow: true, conceal: baseline('burg', '128', WINDOW, '0') },
    { name: 'Burg 512', slow: true, conceal: baseline('burg', '512', WINDOW, '0') },
    { name: 'Burg 1024', conceal: baseline('burg', '1024', WINDOW, '0') },
    { name: 'Burg 2048', slow: true, conceal: baseline('burg', '2048', '19200', '0') },
    { name: 'weighted Burg 2048', slow: true, conceal: baseline('burg', '2048', '19200', '3600') },
    { name: 'PNBTR, no network', slow: true, conceal: pnbtr(false) },
    { name: 'PNBTR', conceal: pnbtr(true) },
  ];
}

/** PNBTR as it plays in real time; what lies in the gaps is never shown to it. */
export function pnbtr(neural: boolean): NativeConceal {
  return (samples: Float32Array, gaps: readonly Gap[]) => {
    const heard = samples.slice();
    for (const [start, length] of gaps) heard.fill(0, start, start + length);
    return concealGaps(heard, gaps, { sampleRate: 48_000, neural });
  };
}
