import { formatCount, formatCountOf, formatMicroseconds } from '../report/number-format.js';
import type { Diagnosis, Missing } from './diagnosis.js';

/** `good`: as it should be. `fair`: works, and could be better; the hint says how. `bad`: nothing can work like that. */
export type FindingState = 'good' | 'fair' | 'bad';

/** One line of the doctor's. */
export interface Finding {
  readonly name: string;
  readonly state: FindingState;
  readonly text: string;
  /** What to do; absent where nothing is to be done. */
  readonly hint?: string;
  /** Instead of a hint: the finding that this one follows from, and goes away with. */
  readonly because?: string;
}

/** Copies of a burst may be this late without anybody noticing. */
const GOOD_PACING_US = 100;

/** What was found, judged: a line for each thing, always in the same order. */
export function findingsOf(diagnosis: Diagnosis): Finding[] {
  return [
    platform(diagnosis),
    native(diagnosis),
    ...rooms(diagnosis),
    vulkan(diagnosis),
    clocks(diagnosis),
    timeline(diagnosis),
    scheduling(diagnosis),
    port(diagnosis),
    receiveBuffer(diagnosis),
    pacing(diagnosis),
    parser(diagnosis),
  ].filter((finding) => finding !== undefined);
}

const good = (name: string, text: string): Finding => ({ name, state: 'good', text });
const fair = (name: string, { reason, hint }: Omit<Missing, 'ok'>): Finding => ({
  name,
  state: 'fair',
  text: reason,
  hint,
});

/** One cause is to be read, and mended, once. */
const follows = (name: string, because: string, text: string): Finding => ({
  name,
  state: 'fair',
  text,
  because,
});

function platform({ platform: p }: Diagnosis): Finding {
  const processors = formatCountOf(p.processors, 'processor');
  const text = `${p.os} ${p.release}, ${p.arch}, Node ${p.node}, ${processors}`;
  return good('platform', text);
}

function native({ native: n }: Diagnosis): Finding {
  return n.ok ? good('native', `${n.version}, ${n.binary}`) : fair('native', n);
}

/** Only the rooms that are missing: what a present one does is said by the lines that follow. */
function rooms({ native: n }: Diagnosis): Finding[] {
  if (!n.ok) return [];
  return Object.entries(n.rooms).flatMap(([name, room]) => (room.ok ? [] : [fair(name, room)]));
}

function vulkan({ compute: c, native: n }: Diagnosis): Finding {
  if (!c.ok && !n.ok) return follows('vulkan', 'native', 'batches run on the processor');
  if (!c.ok) return fair('vulkan', c);
  const others = c.devices.filter((name) => name !== c.name);
  const beside = others.length > 0 ? `; also found: ${others.join(', ')}` : '';
  const memory = c.memory === 'mapped' ? 'sees the arena where it lies' : 'gets copies';
  const text = `${c.name}, ${memory}, ${formatMicroseconds(c.submitCostUs)} a run${beside}`;
  if (c.isGpu) return good('vulkan', text);
  return fair('vulkan', {
    reason: `${text}: a software device`,
    hint: 'a GPU with a Vulkan driver is faster',
  });
}

function clocks({ clocks: c, native: n }: Diagnosis): Finding {
  if (!c.ok && !n.ok) return follows('clocks', 'native', 'cannot be read in pairs');
  if (!c.ok) return fair('clocks', c);
  const apart = `monotonic and real time within ${c.maxDeviationNs} ns`;
  const gpu = c.gpu
    ? `, the device's clock within ${c.gpu.maxDeviationNs} ns`
    : "; no device's clock can be read here";
  return good('clocks', `${apart}${gpu}`);
}

/** What a session's timeline would run on where this machine is its master. */
function timeline({ clocks: c, compute: g }: Diagnosis): Finding {
  const own = "would run on this machine's monotonic clock";
  if (!g.ok) return good('timeline', `${own}: there is no device`);
  if (!g.isGpu) return good('timeline', `${own}: ${g.name} is a software device, not a GPU`);
  if (!c.ok || c.gpu === null) {
    return good('timeline', `${own}: the clock of ${g.name} did not answer`);
  }
  return good('timeline', `could run on the clock of ${g.name}, which answered`);
}

function scheduling({ scheduling: s, native: n }: Diagnosis): Finding {
  if (s.ok)
    return good(
      'scheduling',
      `sound goes before other programs, at real-time priority ${s.priority}`,
    );
  if (!n.ok) return follows('scheduling', 'native', 'sound waits for other programs');
  return fair('scheduling', s);
}

function port({ network: n, native: nativePart }: Diagnosis): Finding {
  if (!n.ok) return { ...fair('network', n), state: 'bad' };
  const can = [
    n.kernelTimestamps ? "the kernel's time stamps" : 'time stamps of its own',
    n.batches ? 'batches' : 'one datagram at a time',
    ...(n.segmentation ? ['UDP_SEGMENT and UDP_GRO'] : []),
    ...(n.busyPollUs ? [`busy poll ${n.busyPollUs} µs`] : []),
    ...(n.realtimePacing ? ['real-time priority for timed sends'] : []),
  ];
  const text = `${n.kind}: ${can.join(', ')}`;
  if (!n.multicast) {
    const hint = 'name the others with --peer';
    return fair('network', { reason: `${text}; no interface carries multicast`, hint });
  }
  if (n.notice === null) return good('network', text);
  if (!nativePart.ok) return follows('network', 'native', text);
  return fair('network', { reason: text, hint: n.notice });
}

function receiveBuffer({ network: n }: Diagnosis): Finding | undefined {
  if (!n.ok) return undefined;
  const kib = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`;
  const text = `${kib(n.receiveBufferBytes)} of ${kib(n.receiveBufferAskedBytes)} asked for`;
  if (n.receiveBufferBytes >= n.receiveBufferAskedBytes) return good('receive buffer', text);
  return fair('receive buffer', {
    reason: text,
    hint: `for many streams: sudo sysctl -w net.core.rmem_max=${n.receiveBufferAskedBytes}`,
  });
}

function pacing({ pacing: p, network: n }: Diagnosis): Finding {
  if (!p.ok) return fair('pacing', p);
  const { p50, p99 } = p.lateUs;
  const text = `half within ${formatMicroseconds(p50)}, 99 of 100 within ${formatMicroseconds(p99)} of their time`;
  if (p50 <= GOOD_PACING_US) return good('pacing', text);
  if (n.ok && n.notice !== null) return follows('pacing', 'network', text);
  const hint =
    n.ok && n.realtimePacing === false
      ? 'with the right to real-time priority (CAP_SYS_NICE) a busy machine keeps time better'
      : 'a machine that is less busy keeps time better';
  return fair('pacing', { reason: text, hint });
}

function parser({ parser: p, compute: c }: Diagnosis): Finding {
  if (!p.ok && !c.ok) return follows('parser', 'vulkan', 'reads lines on the processor');
  if (!p.ok) return fair('parser', p);
  const text = p.crossings
    .map(({ form, lines }) =>
      lines === null
        ? `${form}: the processor is always faster`
        : `${form}: the device from ${formatCount(Math.ceil(lines))} lines on`,
    )
    .join('; ');
  return good('parser', text);
}
