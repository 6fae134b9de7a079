/** Something that is not there, why, and what would mend it: a line each. */
export interface Missing {
  readonly ok: false;
  readonly reason: string;
  readonly hint: string;
}

export interface PlatformFacts {
  readonly os: string;
  readonly arch: string;
  /** Of the operating system. */
  readonly release: string;
  readonly node: string;
  readonly processors: number;
}

/** The compiled part: where it lies, and which of its rooms can work here. */
export type NativeFacts =
  | {
      readonly ok: true;
      readonly version: string;
      readonly binary: string;
      readonly rooms: Readonly<Record<'memory' | 'network' | 'gpu' | 'clock', RoomFacts>>;
    }
  | (Missing & { readonly tried: readonly string[] });

export type RoomFacts = { readonly ok: true } | Missing;

/** Pairs of clocks read at one moment: at most so far apart. */
export type ClockFacts =
  | {
      readonly ok: true;
      readonly monotonicNs: number;
      /** Decimal: too large for a number to be exact. */
      readonly realtimeNs: string;
      readonly maxDeviationNs: number;
      /** The device's clock beside the monotonic one; null where it cannot be read. */
      readonly gpu: {
        readonly maxDeviationNs: number;
        /** Read by the driver together with the other; otherwise between two readings of it. */
        readonly calibrated: boolean;
      } | null;
    }
  | Missing;

/** A Vulkan device, or why there is none. */
export type ComputeFacts =
  | {
      readonly ok: true;
      /** The one that is used. */
      readonly name: string;
      readonly isGpu: boolean;
      /** Whether it sees the arena where it lies. */
      readonly memory: 'mapped' | 'staged';
      readonly submitCostUs: number;
      /** All that were found, the software ones included. */
      readonly devices: readonly string[];
    }
  | Missing;

/** The port that sessions get by default. */
export type NetworkFacts =
  | {
      readonly ok: true;
      readonly kind: string;
      /** Why it is not the native one; null where it is. */
      readonly notice: string | null;
      readonly endpoints: readonly string[];
      /** Arrival times come from the kernel. */
      readonly kernelTimestamps: boolean;
      readonly batches: boolean;
      readonly multicast: boolean;
      /** The system takes runs of datagrams apart and puts them together (UDP_SEGMENT, UDP_GRO); null where the port does not ask it to. */
      readonly segmentation: boolean | null;
      /** SO_BUSY_POLL in µs, as granted; null where the port does not have it. */
      readonly busyPollUs: number | null;
      /** The thread that sends timed datagrams goes before ordinary threads; null where the port has none. */
      readonly realtimePacing: boolean | null;
      readonly receiveBufferAskedBytes: number;
      readonly receiveBufferBytes: number;
    }
  | Missing;

/** Whether the system lets a program that plays go before ordinary ones, at which priority. */
export type SchedulingFacts = { readonly ok: true; readonly priority: number } | Missing;

/** How late datagrams with a time went out when they were tried, on loopback. */
export type PacingFacts =
  | {
      readonly ok: true;
      readonly tried: number;
      readonly arrived: number;
      /** What the port says of itself. */
      readonly granularityUs: number;
      /** From the time asked for to the arrival on this machine. */
      readonly lateUs: { readonly p50: number; readonly p99: number; readonly max: number };
    }
  | Missing;

/** From how many lines on the parser uses the device, for each form. */
export type ParserFacts =
  | {
      readonly ok: true;
      readonly crossings: readonly {
        readonly form: string;
        /** Null where the processor is always faster. */
        readonly lines: number | null;
        readonly cpuNsPerLine: number;
        readonly deviceNsPerLine: number;
        /** What a batch costs on the device however small it is. */
        readonly deviceFixedUs: number;
      }[];
    }
  | Missing;

/** What `toaster doctor --json` prints as the value of `doctor`, beside the findings. */
export interface Diagnosis {
  readonly platform: PlatformFacts;
  readonly native: NativeFacts;
  readonly clocks: ClockFacts;
  readonly compute: ComputeFacts;
  readonly scheduling: SchedulingFacts;
  readonly network: NetworkFacts;
  readonly pacing: PacingFacts;
  readonly parser: ParserFacts;
}

export function missing(reason: string, hint: string): Missing {
  return { ok: false, reason, hint };
}

/** An error's first line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0];
}
