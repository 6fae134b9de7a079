import type { ByRole, DeviceChoice, DeviceRole } from './device-choice.js';
import type { DeviceShape, DeviceSystem, OpenDevices } from './device-system.js';

/** A system, and what came of opening it. */
export class DeviceSlot {
  readonly system: DeviceSystem;
  /** Why it is not open; null before it was tried, and while it is open. */
  problem: string | null = null;
  #open: OpenDevices | undefined;
  #lists: ByRole<readonly string[]> | undefined;
  #asked: DeviceChoice | undefined;
  #works: ByRole<boolean | null> | undefined;

  constructor(system: DeviceSystem) {
    this.system = system;
  }

  get open(): OpenDevices | undefined {
    return this.#open;
  }

  get hasAudio(): boolean {
    return this.system.roles.audioInput || this.system.roles.audioOutput;
  }

  /** Names of what it has. */
  listed(role: DeviceRole): readonly string[] {
    return this.#lists?.[role] ?? [];
  }

  /** Whether a device does what it was chosen for. */
  works(role: DeviceRole, chosen: string | null): boolean {
    return chosen !== null && this.#asked?.[role] === chosen && this.#works?.[role] === true;
  }

  /** Whether it has been told of this choice. */
  knows(role: DeviceRole, chosen: string): boolean {
    return this.#asked?.[role] === chosen;
  }

  /** Tries to open it; `problem` says why it is not. */
  async start(shape: DeviceShape, choice: DeviceChoice): Promise<void> {
    try {
      this.#open = await this.system.open(shape, choice);
      this.problem = null;
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  /** Looks what there is. Throws what the system throws. */
  list(): void {
    this.#lists = this.#open?.list();
  }

  /** Whether it need not be opened again for this. Throws what the system throws. */
  choose(choice: DeviceChoice): boolean {
    const answer = this.#open?.choose(choice);
    this.#asked = choice;
    this.#works = answer?.works;
    return answer?.keeps ?? true;
  }

  /** It is not open any more; what was is to be closed. */
  take(): OpenDevices | undefined {
    const open = this.#open;
    this.#open = undefined;
    this.#lists = undefined;
    this.#asked = undefined;
    this.#works = undefined;
    return open;
  }
}
