import { describe, expect, it } from 'vitest';
import { type Diagnosis, missing } from '../../src/doctor/diagnosis.js';
import { type Finding, findingsOf } from '../../src/doctor/findings.js';
import { HEALTHY } from '../support/diagnosis.js';

const named = (diagnosis: Diagnosis, name: string): Finding | undefined =>
  findingsOf(diagnosis).find((finding) => finding.name === name);
const gone = missing('it is gone', 'bring it back');

describe('what the doctor finds', () => {
  it('has a line for each thing, all good where nothing is missing', () => {
    const findings = findingsOf(HEALTHY);
    expect(findings.map(({ name }) => name)).toEqual([
      'platform',
      'native',
      'vulkan',
      'clocks',
      'timeline',
      'scheduling',
      'network',
      'receive buffer',
      'pacing',
      'parser',
    ]);
    expect(findings.every(({ state, hint }) => state === 'good' && hint === undefined)).toBe(true);
    expect(named(HEALTHY, 'vulkan')?.text).toContain('also found: llvmpipe');
    expect(named(HEALTHY, 'parser')?.text).toBe(
      'jsonl: the device from 1,000 lines on; message-pack: the processor is always faster',
    );
  });

  it.each(['vulkan', 'clocks', 'scheduling', 'pacing', 'parser'] as const)(
    'explains what is missing and does not despair of it: %s',
    (name) => {
      const part = name === 'vulkan' ? 'compute' : name;
      expect(named({ ...HEALTHY, [part]: gone }, name)).toEqual({
        name,
        state: 'fair',
        text: 'it is gone',
        hint: 'bring it back',
      });
    },
  );

  it('says what a timeline would run on: a GPU whose clock answered, nothing else', () => {
    const { clocks, compute } = HEALTHY;
    if (!clocks.ok || !compute.ok) throw new Error('the machine is not healthy');
    const text = (more: Partial<Diagnosis>) => named({ ...HEALTHY, ...more }, 'timeline')?.text;
    expect(text({})).toBe('could run on the clock of Quick GPU, which answered');
    expect(text({ compute: { ...compute, isGpu: false } })).toContain('not a GPU');
    expect(text({ clocks: { ...clocks, gpu: null } })).toContain('did not answer');
    expect(text({ compute: gone })).toContain('there is no device');
  });

  it('names the rooms of the native part that are missing', () => {
    const { native } = HEALTHY;
    if (!native.ok) throw new Error('the healthy machine has a native part');
    const rooms = { ...native.rooms, gpu: gone };
    const findings = findingsOf({ ...HEALTHY, native: { ...native, rooms } });
    expect(findings.filter(({ state }) => state === 'fair')).toEqual([
      { name: 'gpu', state: 'fair', text: 'it is gone', hint: 'bring it back' },
    ]);
    const none = { ...HEALTHY, native: { ...gone, tried: ['/here'] } };
    expect(named(none, 'native')?.state).toBe('fair');
  });

  it('gives a cause once, and names it where others follow from it', () => {
    const { network, pacing } = HEALTHY;
    if (!network.ok || !pacing.ok) throw new Error('the machine is not healthy');
    const findings = findingsOf({
      ...HEALTHY,
      native: { ...gone, tried: [] },
      compute: gone,
      clocks: gone,
      scheduling: gone,
      network: { ...network, kind: 'dgram', notice: 'node:dgram, for it is gone' },
      pacing: { ...pacing, lateUs: { p50: 800, p99: 3000, max: 4000 } },
      parser: gone,
    });
    const fair = findings.filter(({ state }) => state === 'fair');
    expect(fair.map(({ name, because, hint }) => [name, because ?? hint])).toEqual([
      ['native', 'bring it back'],
      ['vulkan', 'native'],
      ['clocks', 'native'],
      ['scheduling', 'native'],
      ['network', 'native'],
      ['pacing', 'network'],
      ['parser', 'vulkan'],
    ]);
    expect(JSON.stringify(fair).match(/it is gone/gu)).toHaveLength(1);
  });

  it('despairs only of a machine on which no socket can be opened', () => {
    expect(named({ ...HEALTHY, network: gone }, 'network')?.state).toBe('bad');
    expect(named({ ...HEALTHY, network: gone }, 'receive buffer')).toBeUndefined();
  });

  it('says what could be better of what is there', () => {
    const { network, compute, pacing } = HEALTHY;
    if (!network.ok || !compute.ok || !pacing.ok) throw new Error('the machine is not healthy');
    const slow: Diagnosis = {
      ...HEALTHY,
      compute: { ...compute, isGpu: false },
      network: { ...network, kind: 'dgram', notice: 'no engine', receiveBufferBytes: 212_992 },
      pacing: { ...pacing, lateUs: { p50: 800, p99: 3000, max: 4000 } },
    };
    const fair = findingsOf(slow).filter(({ state }) => state === 'fair');
    expect(fair.map(({ name }) => name)).toEqual(['vulkan', 'network', 'receive buffer', 'pacing']);
    expect(fair[2]!.text).toBe('208 KiB of 4096 KiB asked for');
    expect(fair[2]!.hint).toContain('net.core.rmem_max=4194304');
    const alone = { ...HEALTHY, network: { ...network, multicast: false } };
    expect(named(alone, 'network')).toMatchObject({
      state: 'fair',
      hint: expect.stringContaining('--peer'),
    });
  });
});
