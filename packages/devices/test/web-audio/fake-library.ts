import { setImmediate } from 'node:timers/promises';
import type { VirtualTime } from '@jamnet/testkit';
import type {
  AudioContext,
  ContextRequest,
  NodeRequest,
  WebAudioLibrary,
  WorkletNode,
} from '../../src/web-audio/library.js';
import { PortState } from '../../src/web-audio/port-state.js';
import { PERIOD_FRAMES, PeriodMover } from '../../src/web-audio/worklet/period-mover.js';
import type {
  ProcessorOptions,
  VoiceMessage,
} from '../../src/web-audio/worklet/processor-options.js';

const PERIOD_NS = (128 * 1e9) / 48_000;

/** Stands in for `node-web-audio-api`: periods come by the virtual clock, and what is played is recorded in the next one. */
export class FakeWebAudio {
  devices: [kind: 'audioinput' | 'audiooutput', label: string][] = [];
  /** What opening throws, by sample rate; undefined for those that open. */
  fault: ((request: ContextRequest) => string | undefined) | undefined;
  listFault: string | null = null;
  lists = 0;
  /** Whether periods come. */
  moves = true;
  readonly contexts: FakeContext[] = [];
  readonly heard: string[] = [];

  constructor(readonly time: VirtualTime) {}

  get open(): FakeContext[] {
    return this.contexts.filter(({ closed }) => !closed);
  }

  readonly library: WebAudioLibrary = this.#make();

  #make(): WebAudioLibrary {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the classes have a `this` of their own
    const fake = this;
    return {
      mediaDevices: {
        enumerateDevices: async () => {
          fake.lists += 1;
          if (fake.listFault !== null) throw new Error(fake.listFault);
          return fake.devices.map(([kind, label], i) => ({
            kind,
            label,
            deviceId: `${label}#${i}`,
          }));
        },
        getUserMedia: async ({ audio }) => {
          fake.heard.push(audio.deviceId);
          return {};
        },
      },
      AudioContext: class extends FakeContext {
        constructor(request: ContextRequest) {
          super(fake, request);
        }
      },
      AudioWorkletNode: class extends FakeNode {
        constructor(context: AudioContext, _name: string, request: NodeRequest) {
          super(fake, context as FakeContext, request);
        }
      },
    };
  }
}

class FakeContext implements AudioContext {
  readonly sampleRate: number;
  readonly outputLatency = 0.01;
  readonly destination = {
    channelCount: 2,
    channelInterpretation: 'speakers',
    maxChannelCount: 6,
    connect: () => {},
    disconnect: () => {},
  };
  readonly modules: string[] = [];
  readonly audioWorklet = {
    addModule: async (url: string) => {
      this.modules.push(url);
    },
  };
  closed = false;
  node: FakeNode | undefined;

  constructor(
    readonly fake: FakeWebAudio,
    readonly request: ContextRequest,
  ) {
    const fault = fake.fault?.(request);
    if (fault !== undefined) throw new Error(fault);
    if (fake.open.length > 0) throw new Error('the one before has the device still');
    this.sampleRate = request.sampleRate ?? 44_100;
    fake.contexts.push(this);
  }

  createMediaStreamSource() {
    return { connect: () => {}, disconnect: () => {} };
  }

  async close(): Promise<void> {
    await setImmediate();
    this.closed = true;
  }
}

class FakeNode implements WorkletNode {
  onprocessorerror: ((event: { readonly message: string }) => void) | null = null;
  readonly #state: PortState;
  readonly #mover: PeriodMover;
  readonly #played: Float32Array[];
  #tell: (message: unknown) => void = () => {};

  constructor(
    readonly fake: FakeWebAudio,
    readonly context: FakeContext,
    readonly request: NodeRequest,
  ) {
    const options = request.processorOptions as ProcessorOptions;
    this.#state = new PortState(options.state);
    this.#mover = new PeriodMover(this.#state, options, context.sampleRate);
    this.#played = request.outputChannelCount.flatMap((count) =>
      Array.from({ length: count }, () => new Float32Array(128)),
    );
    context.node = this;
  }

  readonly port = {
    on: (_event: 'message', handler: (message: unknown) => void) => {
      this.#tell = handler;
    },
    postMessage: (message: unknown) => {
      const { index, ring } = message as VoiceMessage;
      this.#mover.addVoice(index, ring);
    },
    close: () => {},
  };

  connect(): void {
    const { clock, timers } = this.fake.time;
    const next = (): void => {
      if (this.context.closed) return;
      if (this.fake.moves) {
        this.#mover.move(this.#played, this.#played, clock.nowNs());
        if (this.#state.tell(PERIOD_FRAMES)) this.#tell(0);
      }
      timers.schedule(clock.nowNs() + PERIOD_NS, next);
    };
    timers.schedule(clock.nowNs() + PERIOD_NS, next);
  }

  disconnect(): void {}

  fail(): void {
    this.onprocessorerror?.({ message: 'it threw' });
  }
}
