import { nativeStatus } from '@jamnet/gpu-native';

/** Why the native part has no audio here, or undefined. Where `JAMNET_REQUIRE_NATIVE=1` says that it must have, it throws. */
export function missingNativeAudio(): string | undefined {
  const { audio } = nativeStatus().rooms;
  if (audio.ok) return undefined;
  const reason = `${audio.reason}; ${audio.hint}`;
  if (process.env['JAMNET_REQUIRE_NATIVE'] === '1') {
    throw new Error(`JAMNET_REQUIRE_NATIVE=1, but ${reason}`);
  }
  return reason;
}
