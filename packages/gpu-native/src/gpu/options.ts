import { JamError } from '@jamnet/wire';

/** How a device is opened. */
export interface OpenComputeOptions {
  /**
   * Part of the device's name, in any case.
   * @default the environment's JAMNET_GPU_DEVICE, and without it the best one: discrete before integrated, virtual, cpu
   */
  readonly device?: string;
  /**
   * `mapped`: kernels work on the arena where it lies. `staged`: on memory of the device's own; the device copies from the arena
   * and back, or the host does where the device does not see the arena. Which is faster depends on the machine.
   * @default the environment's JAMNET_GPU_MEMORY, and `mapped` without it; a device that cannot import memory is `staged` in any case
   */
  readonly memory?: 'mapped' | 'staged';
  /**
   * False keeps the arena from the device, so that every run is copied by the host, as on a device that cannot import.
   * @default true
   */
  readonly importArena?: boolean;
  /**
   * How long a run may take before it is given up, in milliseconds: 1 to 600,000.
   * @default 2000
   */
  readonly timeoutMs?: number;
  /**
   * How long the waiting thread asks the device over and over before it sleeps, in microseconds per run: 0 to 10,000. It takes
   * a processor for that time.
   * @default 0
   */
  readonly spinUs?: number;
  /** Makes the device fail, for tests of what is done about it. */
  readonly fault?: ComputeFault;
}

/** A failure on purpose: `lost` for good, or a run that seems to take `hangMs`. */
export interface ComputeFault {
  readonly kind: 'lost' | 'hang';
  /** That many runs still pass. The cost of a run is not measured then. */
  readonly afterSubmits: number;
  /** @default 0 */
  readonly hangMs?: number;
}

export interface CheckedComputeOptions {
  readonly device: string;
  readonly memory: 'mapped' | 'staged';
  readonly importArena: boolean;
  readonly timeoutMs: number;
  readonly spinUs: number;
  readonly fault: ComputeFault | undefined;
}

/** Throws a JamError `bad-option` for what no device could make sense of. */
export function checkComputeOptions(
  options: OpenComputeOptions,
  env: NodeJS.ProcessEnv = process.env,
): CheckedComputeOptions {
  const { fault } = options;
  if (fault !== undefined) {
    whole('fault.afterSubmits', fault.afterSubmits, 0, 1e9);
    whole('fault.hangMs', fault.hangMs ?? 0, 0, 600_000);
  }
  return {
    device: options.device ?? env['JAMNET_GPU_DEVICE'] ?? '',
    memory: memoryOf(options.memory, env),
    importArena: options.importArena ?? true,
    timeoutMs: whole('timeoutMs', options.timeoutMs ?? 2000, 1, 600_000),
    spinUs: whole('spinUs', options.spinUs ?? 0, 0, 10_000),
    fault,
  };
}

function memoryOf(memory: string | undefined, env: NodeJS.ProcessEnv): 'mapped' | 'staged' {
  if (memory === 'mapped' || memory === 'staged') return memory;
  if (memory !== undefined) {
    throw new JamError('bad-option', `memory is ${memory}; it must be mapped or staged`);
  }
  // A library does not fail for a variable: anything but the one word is as good as nothing.
  return env['JAMNET_GPU_MEMORY'] === 'staged' ? 'staged' : 'mapped';
}

function whole(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new JamError(
    'bad-option',
    `${name} is ${value}; it must be a whole number from ${least} to ${most}`,
  );
}
