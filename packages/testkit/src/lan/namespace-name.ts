import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const PREFIX = 'jamnet';
const PATTERN = new RegExp(`^${PREFIX}-(\\d+)-(\\d+)-[0-9a-f]+-\\w+$`);

/**
 * The beginning of the names of one LAN's namespaces. It tells the process that owns them by its id and by when it began
 * (ids come round), and differs between the threads and the LANs of one process.
 */
export function newNamePrefix(): string {
  const startedAt = startOf(process.pid) ?? '0';
  return `${PREFIX}-${process.pid}-${startedAt}-${randomBytes(4).toString('hex')}`;
}

/** Whether a namespace was left behind by a process that is no more. Namespaces of others are never meant. */
export function isLeftover(namespace: string): boolean {
  const [, pid, startedAt] = PATTERN.exec(namespace) ?? [];
  return pid !== undefined && startOf(Number(pid)) !== startedAt;
}

/** When a process began, in clock ticks since the system did; undefined where there is none. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may hold anything; the start is the 22nd.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
