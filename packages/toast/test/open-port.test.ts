import { createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import {
  createSystemClock,
  createSystemTimers,
  type DatagramPort,
  JamError,
  type NativeHandle,
  setNativeHandle,
} from '@jamnet/wire';
import type { UdpPortOptions } from '@jamnet/wire/udp';
import { afterEach, describe, expect, it } from 'vitest';
import { createToast, openPort } from '../src/index.js';

const clock = createSystemClock();
const timers = createSystemTimers(clock);
const options = { clock, timers, interfaces: ['lo'], families: [4] as const };
const opened: DatagramPort[] = [];

afterEach(async () => {
  setNativeHandle(undefined);
  await Promise.all(opened.splice(0).map((port) => port.close()));
});

async function open(
  native: 'auto' | 'off' | 'require' | undefined,
  handle: NativeHandle,
  more: Partial<UdpPortOptions> = {},
) {
  setNativeHandle(handle);
  const result = await openPort({ ...options, ...more, native });
  opened.push(result.port);
  return result;
}

function stubPort(): DatagramPort {
  const { clock, timers } = createVirtualTime();
  const network = createSimulatedNetwork({ clock, timers, random: Math.random });
  return network.createPort({ address: '10.0.0.1' });
}

const createPort = async (): Promise<DatagramPort> => stubPort();

describe('openPort', () => {
  it('takes the native port where there is one, with the options of any port', async () => {
    const given: UdpPortOptions[] = [];
    const port = stubPort();
    const handle = {
      createPort: async (udp: UdpPortOptions) => {
        given.push(udp);
        return port;
      },
    };
    for (const native of [undefined, 'auto', 'require'] as const) {
      expect(await open(native, handle)).toEqual({ port, notice: null });
      expect(given.pop()).toEqual(options);
    }
  });

  it('takes node:dgram where there is none, and says why', async () => {
    const { port, notice } = await open('auto', { failure: 'no binary for this machine' });
    expect(port.capabilities.kind).toBe('dgram');
    expect(notice).toBe('node:dgram, not the native port: no binary for this machine');
  });

  it('takes node:dgram when told to', async () => {
    const { port, notice } = await open('off', { createPort });
    expect(port.capabilities.kind).toBe('dgram');
    expect(notice).toMatch(/switched off/);
  });

  it('opens nothing when the native port is required and is not there', async () => {
    await expect(open('require', { failure: 'no binary' })).rejects.toMatchObject({
      code: 'native-unavailable',
      message: expect.stringMatching(/no binary/),
    });
  });

  it('goes on without it when the system refuses it what it needs', async () => {
    const refusing = { createPort: () => Promise.reject(new Error('no memory to be had')) };
    const { port, notice } = await open('auto', refusing);
    expect(port.capabilities.kind).toBe('dgram');
    expect(notice).toMatch(/no memory to be had/);
    await expect(open('require', refusing)).rejects.toMatchObject({ code: 'native-unavailable' });
  });

  it('does not try the other one when the options are at fault', async () => {
    const error = new JamError('port-in-use', 'taken');
    await expect(open('auto', { createPort: () => Promise.reject(error) })).rejects.toBe(error);
  });

  it('does not give the native port a clock that is not the system’s', async () => {
    const own = { clock: { nowNs: () => clock.nowNs() + 1e9 } };
    const { port, notice } = await open('auto', { createPort }, own);
    expect(port.capabilities.kind).toBe('dgram');
    expect(notice).toMatch(/clock/);
    await expect(open('require', { createPort }, own)).rejects.toThrow(/clock/);
  });
});

describe('createToast', () => {
  it('says which port it chose, and why', async () => {
    setNativeHandle({ failure: 'no binary for this machine' });
    const toast = await createToast({ interfaces: ['lo'], discovery: 'direct' });
    expect(toast.port.capabilities.kind).toBe('dgram');
    expect(toast.stats().portNotice).toMatch(/no binary for this machine/);
    await toast.close();
    const port = stubPort();
    const passed = await createToast({ port, discovery: 'direct' });
    expect(passed.stats().portNotice).toBeNull();
    await passed.close();
  });

  it('refuses a choice that is none', async () => {
    const wrong = { native: 'yes' as never, discovery: 'direct' } as const;
    await expect(createToast(wrong)).rejects.toMatchObject({ code: 'bad-option' });
  });

  it('rejects when the native port is required and is not there', async () => {
    setNativeHandle({ failure: 'no binary' });
    const required = { native: 'require', interfaces: ['lo'], discovery: 'direct' } as const;
    await expect(createToast(required)).rejects.toMatchObject({ code: 'native-unavailable' });
  });
});
