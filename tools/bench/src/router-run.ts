import { createSessionRouter, type SessionRouter } from '@jamnet/jam';
import { type Clock, createSystemClock } from '@jamnet/wire';
import { createRouterLoad, numberIn, streamName } from './router-load.js';
import { createRouterPath, ROUTER_TOPIC, type RouterPathName } from './router-path.js';

const TURN_MS = 1;

export interface RouterPlan {
  readonly path: RouterPathName;
  readonly streams: number;
  readonly copies: number;
  readonly messagesPerSecond: number;
  readonly seconds: number;
  /** Then as fast as it goes for so long. */
  readonly flatOutSeconds: number;
}

export interface MemorySample {
  readonly second: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

export interface RouterFigures {
  readonly sent: number;
  /** How long the messages of the given rate took. */
  readonly seconds: number;
  /** At the subscribers of their streams, in order and each once. */
  readonly received: number;
  /** Messages that were not the next one of their stream. */
  readonly outOfOrder: number;
  readonly failures: number;
  readonly duplicates: number;
  readonly samples: readonly MemorySample[];
  /** Processor time in a second at the given rate, and the part of it that making the frames takes. */
  readonly cpuShare: number;
  readonly makingShare: number;
  readonly flatOutPerSecond: number;
}

/** Checks at a subscriber for each stream that every message comes once and in order. */
class Audience {
  received = 0;
  outOfOrder = 0;
  readonly #next: Float64Array;

  constructor(router: SessionRouter, streams: number) {
    this.#next = new Float64Array(streams);
    for (let index = 0; index < streams; index++) {
      router.subscribe(
        { topic: ROUTER_TOPIC, ...streamName(index) },
        ({ bytes, payloadOffset }) => {
          const number = numberIn(bytes, payloadOffset);
          if (number !== this.#next[index]) this.outOfOrder++;
          this.#next[index] = number + 1;
          this.received++;
        },
      );
    }
  }
}

/** Frames from memory, through frame check and duplicate filter, through the router, to a subscriber for each stream. */
export async function runRouter(
  plan: RouterPlan,
  sampled: (sample: MemorySample) => void = () => undefined,
): Promise<RouterFigures> {
  const { streams, copies, messagesPerSecond, seconds } = plan;
  const clock: Clock = createSystemClock();
  const router = createSessionRouter();
  const path = await createRouterPath(plan.path, router, clock);
  const audience = new Audience(router, streams);
  const load = createRouterLoad(path.sessionName, streams, copies);
  const deliver = (messages: number): void => {
    const count = load.next(messages, clock.nowNs());
    path.deliver(load.bytes, load.descriptors, count);
  };
  const samples: MemorySample[] = [];
  let sampleAt = 1;
  const cpuBefore = process.cpuUsage();
  const startNs = clock.nowNs();
  const total = messagesPerSecond * seconds;
  while (load.messages < total) {
    const elapsed = (clock.nowNs() - startNs) / 1e9;
    const due = Math.min(total, Math.floor(elapsed * messagesPerSecond));
    while (load.messages < due) deliver(due - load.messages);
    if (elapsed >= sampleAt) {
      sampleAt = Math.floor(elapsed) + 1;
      samples.push(memorySample(elapsed));
      sampled(samples[samples.length - 1]);
    }
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
  const elapsed = (clock.nowNs() - startNs) / 1e9;
  const { user, system } = process.cpuUsage(cpuBefore);
  const flatOutPerSecond = (await flatOut(plan.flatOutSeconds, () => deliver(256))) * 256;
  const { failures } = router.stats();
  const duplicates = path.duplicates();
  const sent = load.messages;
  const made =
    (await flatOut(Math.min(1, plan.flatOutSeconds), () => load.next(256, startNs))) * 256;
  await path.close();
  return {
    sent,
    seconds: elapsed,
    received: audience.received,
    outOfOrder: audience.outOfOrder,
    failures,
    duplicates,
    samples,
    cpuShare: (user + system) / 1e6 / elapsed,
    makingShare: made === 0 ? NaN : messagesPerSecond / made,
    flatOutPerSecond,
  };
}

/** Calls of `work` in a second of this process's processor time, so that others on the machine do not count. */
async function flatOut(seconds: number, work: () => void): Promise<number> {
  let calls = 0;
  let cpuSeconds = 0;
  const endMs = performance.now() + seconds * 1000;
  while (performance.now() < endMs) {
    const before = process.cpuUsage();
    for (let i = 0; i < 20; i++) work();
    const { user, system } = process.cpuUsage(before);
    cpuSeconds += (user + system) / 1e6;
    calls += 20;
    // Timers of the session must have their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return cpuSeconds === 0 ? 0 : calls / cpuSeconds;
}

/** After collection, where the process allows it (`--expose-gc`). */
function memorySample(second: number): MemorySample {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { second, heapBytes: heapUsed + external, residentBytes: rss };
}
