import { arch, cpus, platform, release, totalmem } from 'node:os';

/** What a figure was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
}

export function thisMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    kernel: `${platform()} ${release()} ${arch()}`,
    node: process.version,
  };
}

export function machineText(machine: Machine): string {
  const { cpu, cores, memoryGiB, kernel, node } = machine;
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${kernel}, Node ${node}`;
}
