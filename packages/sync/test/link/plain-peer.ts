import {
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
  type DatagramPort,
  type Destination,
} from '@jamnet/wire';
import { addressBytes, addressText } from '../../src/link/endpoint-bytes.js';
import { copyTimeline, createTimeline, beatsAt } from '../../src/link/timeline.js';
import {
  createDiscoveryMessage,
  decodeDiscovery,
  encodeDiscoveryInto,
} from '../../src/link/v1/discovery-message.js';
import { copyNodeId, createNodeId, isSameNode } from '../../src/link/v1/node-id.js';
import {
  createMeasureMessage,
  decodeMeasure,
  encodePingInto,
  encodePongInto,
} from '../../src/link/v1/ping-pong.js';
import type { DriftingHost } from './drifting-host.js';

const GROUP: Destination = { family: 4, address: '224.76.78.75', port: 20_808 };
const MEASURE_NS = 30e9;
const EXCHANGES = 20;

/** A peer as Link's own are: one offset every 30 s, which it keeps. It joins whatever session it hears, and founds none. */
export interface PlainPeer {
  beatAt(hostNs: number): number;
  readonly measurements: number;
}

export async function createPlainPeer(host: DriftingHost, bare: DatagramPort): Promise<PlainPeer> {
  const port = host.wrap(bare);
  const { clock, timers } = host;
  const own = { high: 0xff00_0000, low: 1 };
  const session = createNodeId();
  const timeline = createTimeline();
  const bytes = new Uint8Array(512);
  const discovery = createDiscoveryMessage();
  const measure = createMeasureMessage();
  let offsetUs = NaN;
  let offsets: number[] = [];
  let founder: Destination | undefined;
  let measurements = 0;

  const announce = (): void => {
    timers.schedule(clock.nowNs() + 250e6, announce);
    if (Number.isNaN(offsetUs)) return;
    const message = createDiscoveryMessage();
    message.ttl = 5;
    copyNodeId(own, message.node);
    message.hasSession = message.hasTimeline = true;
    copyNodeId(session, message.session);
    copyTimeline(timeline, message.timeline);
    message.endpointFamily = 4;
    message.endpointAddress.set(addressBytes(port.endpoints()[0])!);
    message.endpointPort = port.endpoints()[0].port;
    port.send(bytes, 0, encodeDiscoveryInto(message, bytes, 0), GROUP, 0);
  };
  const ping = (): void => {
    const length = encodePingInto(Math.round(clock.nowNs() / 1e3), NaN, bytes, 0);
    port.send(bytes, 0, length, founder!, 0);
  };
  const onPong = (arrivalNs: number): void => {
    offsets.push(measure.ghostTimeUs - (measure.hostTimeUs + arrivalNs / 1e3) / 2);
    if (offsets.length < EXCHANGES) {
      ping();
      return;
    }
    offsetUs = offsets.toSorted((a, b) => a - b)[EXCHANGES / 2];
    offsets = [];
    measurements += 1;
    timers.schedule(clock.nowNs() + MEASURE_NS, ping);
  };
  port.onBatch((view, descriptors) => {
    const offset = descriptors.getUint32(DESCRIPTOR_OFFSET, true);
    const end = offset + descriptors.getUint16(DESCRIPTOR_LENGTH, true);
    const from = port.source(descriptors.getUint16(DESCRIPTOR_PEER, true))!;
    const arrivalNs =
      descriptors.getUint32(DESCRIPTOR_ARRIVAL + 4, true) * 2 ** 32 +
      descriptors.getUint32(DESCRIPTOR_ARRIVAL, true);
    if (decodeDiscovery(view, offset, end, discovery) > 0) {
      if (isSameNode(discovery.node, own)) return;
      copyNodeId(discovery.session, session);
      copyTimeline(discovery.timeline, timeline);
      const isFirst = founder === undefined;
      founder ??= {
        family: 4,
        address: addressText(4, discovery.endpointAddress),
        port: discovery.endpointPort,
      };
      if (isFirst) ping();
    } else if (decodeMeasure(view, offset, end, measure) > 0) {
      if (measure.type === 2) onPong(arrivalNs);
      else {
        const ghostUs = Math.round(clock.nowNs() / 1e3 + offsetUs);
        const { payloadOffset, payloadLength } = measure;
        const length = encodePongInto(
          session,
          ghostUs,
          view,
          payloadOffset,
          payloadLength,
          bytes,
          0,
        );
        port.send(bytes, 0, length, from, 0);
      }
    }
  });
  await port.join(GROUP);
  announce();
  return {
    beatAt: (hostNs) => beatsAt(timeline, hostNs / 1e3 + offsetUs),
    get measurements() {
      return measurements;
    },
  };
}
