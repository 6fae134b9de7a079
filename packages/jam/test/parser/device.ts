import '@jamnet/gpu-native';
import { nativeHandle, type Compute, type MappedArena } from '@jamnet/wire';

export interface TestDevice {
  readonly compute: Compute;
  readonly arena: MappedArena;
}

/** The machine's device, or the reason for which there is none. With JAMNET_REQUIRE_VULKAN=1 that is a failure. */
export async function openTestDevice(): Promise<TestDevice | string> {
  const handle = nativeHandle();
  const answer = await handle?.openCompute?.();
  if (answer?.ok === true && handle?.arena !== undefined) {
    return { compute: answer.compute, arena: handle.arena };
  }
  const reason = answer?.ok === false ? answer.reason : (handle?.failure ?? 'no native package');
  if (process.env['JAMNET_REQUIRE_VULKAN'] === '1') throw new Error(`no Vulkan device: ${reason}`);
  return reason;
}
