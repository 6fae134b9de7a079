import { setNativeHandle } from '@jamnet/wire';
import { afterAll } from 'vitest';

// Unit tests share their processes (vitest.config.ts). A file that imports the native package tells every package of the
// process about it, for good; what the next file takes by default must not depend on who ran before it.
afterAll(() => setNativeHandle(undefined));
