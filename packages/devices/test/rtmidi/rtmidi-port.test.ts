import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, test } from 'vitest';
import { RtMidiPort } from '../../src/rtmidi/rtmidi-port.js';
import { FakeMidi } from './fake-library.js';

function make() {
  const fake = new FakeMidi();
  fake.inputs = ['keys'];
  fake.outputs = ['synth', 'other'];
  const time = createVirtualTime({ startNs: 1e9 });
  const port = new RtMidiPort(time.clock, time.timers);
  const output = new fake.library.Output();
  output.openPortByName('synth');
  port.addOutput(output);
  const { sent } = fake.end('synth')!;
  return { fake, time, port, output, sent: sent! };
}

describe('a port of the operating system', () => {
  test('plays later what is for later, each at its time', () => {
    const { time, port, sent } = make();
    expect(port.send(Uint8Array.of(2), 1.2e9)).toBe(true);
    expect(port.send(Uint8Array.of(1), 1.1e9)).toBe(true);
    expect(port.send(Uint8Array.of(0), 0.5e9)).toBe(true);
    expect(sent).toEqual([[0]]);
    time.run(1.1e9 - 1);
    expect(sent).toHaveLength(1);
    time.run(1.1e9);
    expect(sent).toEqual([[0], [1]]);
    time.run();
    expect(sent).toEqual([[0], [1], [2]]);
  });

  test('plays what its caller has changed since as it was', () => {
    const { time, port, sent } = make();
    const bytes = Uint8Array.of(0x90, 60, 100);
    port.send(bytes, 2e9);
    bytes.fill(0);
    time.run();
    expect(sent).toEqual([[0x90, 60, 100]]);
  });

  test('refuses what has no bytes, too many, or no room', () => {
    const { port, sent } = make();
    expect(port.send(new Uint8Array(0), 0)).toBe(false);
    expect(port.send(new Uint8Array(4097), 0)).toBe(false);
    expect(port.send(new Uint8Array(4096), 0)).toBe(true);
    expect(sent).toHaveLength(1);
    const later = Array.from({ length: 4096 }, () => port.send(Uint8Array.of(1), 2e9));
    expect(later.every(Boolean)).toBe(true);
    expect(port.send(Uint8Array.of(1), 2e9)).toBe(false);
  });

  test('leaves out what is longer than a message may be', () => {
    const { fake, port } = make();
    const input = new fake.library.Input();
    input.openPortByName('keys');
    port.addInput(input);
    const heard: number[] = [];
    port.onMessage((bytes) => heard.push(bytes.length));
    fake.end('keys')!.hear!(new Array<number>(4097).fill(1));
    fake.end('keys')!.hear!(new Array<number>(4096).fill(1));
    expect(heard).toEqual([4096]);
  });

  test('plays on the others when one has gone', () => {
    const { fake, port, sent } = make();
    const other = new fake.library.Output();
    other.openPortByName('other');
    port.addOutput(other);
    fake.outputs = ['other'];
    expect(port.send(Uint8Array.of(1), 0)).toBe(true);
    expect([sent, fake.end('other')!.sent]).toEqual([[], [[1]]]);
  });

  test('neither hears nor plays what it has let go of', () => {
    const { fake, time, port, output, sent } = make();
    const input = new fake.library.Input();
    input.openPortByName('keys');
    port.addInput(input);
    const { hear } = fake.end('keys')!;
    const heard: number[] = [];
    port.onMessage(() => heard.push(1));
    port.removeInput(input);
    hear!([1]);
    port.send(Uint8Array.of(1), 2e9);
    port.removeOutput(output);
    time.run();
    expect([heard, sent, fake.ends.every(({ destroyed }) => destroyed)]).toEqual([[], [], true]);
  });

  test('plays nothing after it was closed', () => {
    const { time, port, sent } = make();
    port.send(Uint8Array.of(1), 2e9);
    port.close();
    port[Symbol.dispose]();
    expect(time.pending).toBe(0);
    time.run();
    expect(sent).toEqual([]);
    expect(port.send(Uint8Array.of(1), 0)).toBe(false);
  });
});
