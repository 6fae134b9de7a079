import type * as NativePackage from '@jamnet/gpu-native';
import { listInterfaces, type NativeChoice, openPort } from '@jamnet/toast';
import {
  type Clock,
  type DatagramPort,
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  readU32,
  type Timers,
  writeU32,
} from '@jamnet/wire';
import { formatEndpoint } from '../options/address.js';
import { createSamples } from '../report/samples.js';
import { missing, type NetworkFacts, type PacingFacts, reasonOf } from './diagnosis.js';

interface Time {
  readonly clock: Clock;
  readonly timers: Timers;
}

/** What a session asks for by default. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
const RUN = 8;
const RUN_BYTES = 150;
const TRIED = 200;
const SPACING_NS = 2e6;
const LEAD_NS = 20e6;
const PATIENCE_NS = 200e6;
const MARK = 0x70616365;
const TWO_32 = 2 ** 32;

/** Opens the port that sessions get by default, asks it what it can do, and closes it. */
export async function examineNetwork(native: NativeChoice, time: Time): Promise<NetworkFacts> {
  try {
    const { port, notice } = await openPort({
      ...time,
      families: [4],
      native,
      receiveBufferBytes: RECEIVE_BUFFER_BYTES,
    });
    const { kind, batches, multicast } = port.capabilities;
    const engine = await engineOf(port);
    const facts: NetworkFacts = {
      ok: true,
      kind,
      notice,
      endpoints: port.endpoints().map(formatEndpoint),
      kernelTimestamps: engine?.kernelTimestamps ?? port.capabilities.kernelTimestamps,
      batches,
      multicast,
      segmentation: engine === null ? null : engine.segmentBytes > 0 && engine.grouping,
      busyPollUs: engine === null ? null : engine.busyPollUs,
      realtimePacing: engine === null ? null : engine.realtimePacing,
      receiveBufferAskedBytes: RECEIVE_BUFFER_BYTES,
      receiveBufferBytes: port.stats().receiveBufferBytes,
    };
    await port.close();
    return facts;
  } catch (error) {
    const hint =
      'a firewall or a sandbox may forbid UDP sockets; toaster interfaces lists the interfaces';
    return missing(reasonOf(error), hint);
  }
}

/** What the system grants the port's engine; null where it has none. */
async function engineOf(port: DatagramPort): Promise<NativePackage.EngineFacts | null> {
  if (!('engine' in port)) return null;
  // Whether runs of datagrams are taken apart shows when some are sent.
  const [own] = port.endpoints();
  const datagram = new Uint8Array(RUN_BYTES);
  for (let i = 0; own !== undefined && i < RUN; i++) port.send(datagram, 0, RUN_BYTES, own, 0);
  await Promise.resolve();
  return (port as NativePackage.NativePort).engine();
}

/** Sends itself datagrams that each have a time, on loopback, and looks at when they arrive. Takes about 0.4 s. */
export async function examinePacing(native: NativeChoice, time: Time): Promise<PacingFacts> {
  let port: DatagramPort | undefined;
  try {
    const loopback = listInterfaces().find((each) => each.internal && each.family === 4);
    if (loopback === undefined)
      return missing('this machine has no loopback interface', 'none needed');
    const interfaces = [loopback.address];
    ({ port } = await openPort({ ...time, families: [4], interfaces, native }));
    return await tryPacing(port, time);
  } catch (error) {
    return missing(reasonOf(error), 'timed sends could not be tried; see network');
  } finally {
    await port?.close();
  }
}

async function tryPacing(port: DatagramPort, { clock, timers }: Time): Promise<PacingFacts> {
  const [own] = port.endpoints();
  if (own === undefined) return missing('the port has no address of its own', 'see network');
  const lateUs = createSamples();
  const firstNs = clock.nowNs() + LEAD_NS;
  const datagram = new Uint8Array(64);
  await new Promise<void>((resolve) => {
    const patience = timers.schedule(firstNs + TRIED * SPACING_NS + PATIENCE_NS, resolve);
    port.onBatch((view, descriptors, count) => {
      for (let i = 0; i < count; i++) {
        const at = i * DESCRIPTOR_BYTES;
        const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
        if (descriptors.getUint16(at + DESCRIPTOR_LENGTH, true) !== datagram.length) continue;
        if (readU32(view, offset) !== MARK) continue;
        const arrivalNs =
          descriptors.getUint32(at + DESCRIPTOR_ARRIVAL + 4, true) * TWO_32 +
          descriptors.getUint32(at + DESCRIPTOR_ARRIVAL, true);
        lateUs.add((arrivalNs - firstNs - readU32(view, offset + 4) * SPACING_NS) / 1e3);
        if (lateUs.count < TRIED) continue;
        timers.cancel(patience);
        resolve();
      }
    });
    for (let i = 0; i < TRIED; i++) {
      writeU32(datagram, 0, MARK);
      writeU32(datagram, 4, i);
      port.send(datagram, 0, datagram.length, own, firstNs + i * SPACING_NS);
    }
  });
  const spread = lateUs.roundedSpread();
  if (spread === null) {
    return missing('none of the timed datagrams came back on loopback', 'a firewall may drop them');
  }
  const { pacingGranularityUs } = port.capabilities;
  return {
    ok: true,
    tried: TRIED,
    arrived: lateUs.count,
    granularityUs: pacingGranularityUs,
    lateUs: spread,
  };
}
