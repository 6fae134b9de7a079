import { createDgramPort } from '@jamnet/toast';
import { createSystemClock, createSystemTimers, type DatagramPort } from '@jamnet/wire';

/** `native-whole` sends every datagram by itself, without segmentation offload; `native-sleepy` never watches the clock. */
export type PortKind = 'dgram' | 'native' | 'native-busy' | 'native-whole' | 'native-sleepy';

/** A port on loopback, opened as its defaults have it but for what its kind says. */
export async function openPort(kind: PortKind): Promise<DatagramPort> {
  const clock = createSystemClock();
  const shared = { clock, timers: createSystemTimers(clock), interfaces: ['lo'] };
  if (kind === 'dgram') return createDgramPort(shared);
  // Only who asks for it needs it built.
  const { createNativePort } = await import('@jamnet/gpu-native');
  switch (kind) {
    case 'native':
      return createNativePort(shared);
    case 'native-busy':
      return createNativePort({ ...shared, receive: 'busy' });
    case 'native-whole':
      return createNativePort({ ...shared, segmentation: false });
    case 'native-sleepy':
      return createNativePort({ ...shared, spinUs: 0 });
  }
}
