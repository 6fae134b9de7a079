import type { MidiPort } from '@jamnet/wire';

/** Several ports as one: hears all, plays on all. They are closed by whoever opened them. */
export class AllMidi implements MidiPort {
  readonly kind: string;

  constructor(readonly ports: readonly MidiPort[]) {
    this.kind = ports.map(({ kind }) => kind).join('+');
  }

  get ended(): boolean {
    return this.ports.every(({ ended }) => ended);
  }

  onMessage(handler: (bytes: Uint8Array, atNs: number) => void): void {
    for (const port of this.ports) port.onMessage(handler);
  }

  send(bytes: Uint8Array, atNs: number): boolean {
    let sent = false;
    for (const port of this.ports) sent = port.send(bytes, atNs) || sent;
    return sent;
  }

  close(): void {
    for (const port of this.ports) port.onMessage(() => undefined);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
