import { arch, availableParallelism, release, type as osType } from 'node:os';
import type { NativeChoice } from '@jamnet/toast';
import type { Clock, Timers } from '@jamnet/wire';
import type { Diagnosis } from './diagnosis.js';
import {
  examineClocks,
  examineCompute,
  examineNative,
  examineScheduling,
} from './examine-native.js';
import { examineNetwork, examinePacing } from './examine-network.js';
import { examineParser } from './examine-parser.js';

/** Looks at everything, one after the other, so that nothing that is measured is disturbed by the rest. About a second. */
export async function examine(
  native: NativeChoice,
  time: { readonly clock: Clock; readonly timers: Timers },
): Promise<Diagnosis> {
  const platform = {
    os: osType(),
    arch: arch(),
    release: release(),
    node: process.versions.node,
    processors: availableParallelism(),
  };
  const nativeFacts = await examineNative();
  const { facts, compute } = await examineCompute();
  return {
    platform,
    native: nativeFacts,
    compute: facts,
    clocks: await examineClocks(compute),
    scheduling: await examineScheduling(),
    network: await examineNetwork(native, time),
    pacing: await examinePacing(native, time),
    parser: await examineParser(),
  };
}
