import '@jamnet/gpu-native';
import { setNativeHandle } from '@jamnet/wire';

// Unit tests share their processes (vitest.config.ts), and importing the native package tells every package of the process about
// it, once and for good: what a file takes by default would depend on who ran before it. So it is imported before any of them, and
// each begins without it.
setNativeHandle(undefined);
