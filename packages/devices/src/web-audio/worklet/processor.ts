// Runs in the library's thread of the sound: `npm run worklet` makes one piece of plain JavaScript of it, without imports.
import { PortState } from '../port-state.js';
import { PERIOD_FRAMES, PeriodMover } from './period-mover.js';
import type { ProcessorOptions, VoiceMessage } from './processor-options.js';

declare const sampleRate: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {
  readonly port: {
    on(event: 'message', handler: (message: VoiceMessage) => void): void;
    postMessage(message: number): void;
  };
}

registerProcessor(
  'jamnet-rings',
  class extends AudioWorkletProcessor {
    readonly #state: PortState;
    readonly #mover: PeriodMover;

    constructor({ processorOptions }: { readonly processorOptions: ProcessorOptions }) {
      super();
      this.#state = new PortState(processorOptions.state);
      this.#mover = new PeriodMover(this.#state, processorOptions, sampleRate);
      this.port.on('message', ({ index, ring }) => this.#mover.addVoice(index, ring));
    }

    process(inputs: readonly Float32Array[][], outputs: readonly Float32Array[][]): boolean {
      // CLOCK_MONOTONIC, as createSystemClock of wire says it: the thread is one of Node's.
      const time = process.hrtime();
      this.#mover.move(inputs[0]!, outputs[0]!, time[0] * 1e9 + time[1]);
      if (this.#state.tell(PERIOD_FRAMES)) this.port.postMessage(0);
      return true;
    }
  },
);
