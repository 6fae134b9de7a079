import { nativeHandle, type Compute, type MappedArena } from '@jamnet/wire';

/** The device and the memory of the process, or why there is none. */
export interface Backend {
  readonly compute: Compute | undefined;
  readonly arena: MappedArena | undefined;
  /** One line; empty where there is a device. */
  readonly reason: string;
}

/** Loads the native package where it is installed and opens the device that all packages share. Never rejects. */
export async function openBackend(): Promise<Backend> {
  if (nativeHandle() === undefined) {
    try {
      await import('@jamnet/gpu-native');
    } catch {
      return without('the optional package @jamnet/gpu-native is not installed');
    }
  }
  const handle = nativeHandle();
  if (handle?.openCompute === undefined) {
    return without(handle?.failure ?? 'the native package offers no device', handle?.arena);
  }
  const answer = await handle.openCompute();
  if (!answer.ok) return without(`${answer.reason}; ${answer.hint}`, handle.arena);
  return { compute: answer.compute, arena: handle.arena, reason: '' };
}

function without(reason: string, arena?: MappedArena): Backend {
  return { compute: undefined, arena, reason };
}
