import { describe, expect, it } from 'vitest';
import { runDoctor } from '../../src/commands/doctor.js';
import { missing } from '../../src/doctor/diagnosis.js';
import type { DoctorStyle } from '../../src/doctor/lay-out.js';
import { ExitCode } from '../../src/exit-code.js';
import { HEALTHY } from '../support/diagnosis.js';
import { createFakeContext } from '../support/fake-context.js';

const STYLE: DoctorStyle = {
  good: (text) => `<${text}>`,
  fair: (text) => `(${text})`,
  bad: (text) => `[${text}]`,
  faint: (text) => text,
};

describe('toaster doctor', () => {
  it('says line by line what was found, with what to do under what is missing', async () => {
    const context = createFakeContext({ json: false });
    const compute = missing('no Vulkan loader', 'install libvulkan1');
    const look = () => Promise.resolve({ ...HEALTHY, compute });
    const code = await runDoctor(look, STYLE, Infinity, context);
    expect(code).toBe(ExitCode.done);
    const lines = context.stdout().split('\n');
    expect(lines[0]).toBe('<ok>  platform        Linux 6.1.0, x64, Node 20.19.0, 8 processors');
    expect(lines[2]).toBe('(! )  vulkan          no Vulkan loader');
    expect(lines[3]).toBe('                    → install libvulkan1');
    expect(context.stderr()).toContain('everything works; 1 thing could be better');
  });

  it('gives one JSON object, findings and all', async () => {
    const context = createFakeContext({ json: true });
    await runDoctor(() => Promise.resolve(HEALTHY), STYLE, 80, context);
    const [line, ...more] = context.lines();
    expect(more).toEqual([]);
    expect(line).toMatchObject({ doctor: { works: true, ...HEALTHY } });
    expect(line!['doctor']).toHaveProperty('findings.9.name', 'parser');
  });

  it('fails only when nothing can work', async () => {
    const context = createFakeContext({ json: true });
    const network = missing('sockets are forbidden', 'ask the system');
    const look = () => Promise.resolve({ ...HEALTHY, network });
    const code = await runDoctor(look, STYLE, 80, context);
    expect(code).toBe(ExitCode.failed);
    expect(context.lines()[0]).toMatchObject({ doctor: { works: false } });
    expect(context.stderr()).toContain('nothing can be sent or received');
  });
});
