import type { MidiIn, MidiLibrary, MidiOut } from '../../src/index.js';

interface FakeEnd {
  name: string | null;
  isVirtual: boolean;
  destroyed: boolean;
}

/** Stands in for `@julusian/midi`: a test says which ports there are. */
export class FakeMidi {
  inputs: string[] = [];
  outputs: string[] = [];
  /** Ports that another program holds. */
  held: string[] = [];
  /** What listing throws. */
  fault: string | null = null;
  /** What opening a virtual port throws. */
  virtualFault: string | null = null;
  readonly ends: (FakeEnd & { sent?: number[][]; hear?: (bytes: number[]) => void })[] = [];

  /** The open end of a name. */
  end(name: string) {
    return this.ends.find((end) => end.name === name && !end.destroyed);
  }

  readonly library: MidiLibrary = this.#make();

  #make(): MidiLibrary {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the classes have a `this` of their own
    const fake = this;
    class End implements FakeEnd {
      name: string | null = null;
      isVirtual = false;
      destroyed = false;
      constructor() {
        fake.ends.push(this);
      }
      openPortByName(name: string): void {
        if (fake.held.includes(name)) throw new Error('busy');
        this.name = name;
      }
      openVirtualPort(name: string): void {
        if (fake.virtualFault !== null) throw new Error(fake.virtualFault);
        this.name = `${name} (virtual)`;
        this.isVirtual = true;
      }
      destroy(): void {
        this.destroyed = true;
      }
    }
    class Input extends End implements MidiIn {
      hear: (bytes: number[]) => void = () => {};
      ignored: boolean[] = [];
      static getPortNames(): string[] {
        if (fake.fault !== null) throw new Error(fake.fault);
        return fake.inputs;
      }
      ignoreTypes(...types: boolean[]): void {
        this.ignored = types;
      }
      on(_event: 'message', handler: (deltaS: number, message: number[]) => void): void {
        this.hear = (bytes) => handler(0, bytes);
      }
    }
    class Output extends End implements MidiOut {
      readonly sent: number[][] = [];
      static getPortNames(): string[] {
        if (fake.fault !== null) throw new Error(fake.fault);
        return fake.outputs;
      }
      sendMessage(message: number[]): void {
        if (!fake.outputs.includes(this.name ?? '') && !this.isVirtual) throw new Error('gone');
        this.sent.push(message);
      }
    }
    return { Input, Output };
  }
}
