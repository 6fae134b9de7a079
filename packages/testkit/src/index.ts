export { createBottleneck } from './impair/bottleneck.js';
export type { Bottleneck, BottleneckOptions } from './impair/bottleneck.js';
export type { ImpairmentCounters } from './impair/counters.js';
export { impair } from './impair/impair.js';
export type { ImpairedPort, ImpairOptions } from './impair/impair.js';
export type { Impairment } from './impair/impairment.js';
export { createLossProcess } from './impair/loss-process.js';
export type {
  GilbertElliott,
  Loss,
  LossProcess,
  LossProcessOptions,
} from './impair/loss-process.js';
export { createRandom } from './random.js';
export { createSimulatedClock } from './simulated-clock.js';
export type { SimulatedClock, SimulatedClockOptions } from './simulated-clock.js';
export { createSimulatedNetwork } from './simulated/network.js';
export type {
  SimulatedNetwork,
  SimulatedNetworkOptions,
  SimulatedPortOptions,
  Tap,
} from './simulated/network.js';
export { createVirtualTime } from './virtual-time.js';
export type { VirtualTime, VirtualTimeOptions } from './virtual-time.js';
export type { ConformanceCase } from './conformance/conformance-case.js';
export { datagramPortConformance } from './conformance/datagram-port.js';
export type { DatagramPortHarness } from './conformance/port-harness.js';
export { timersConformance } from './conformance/timers.js';
export type { TimersHarness } from './conformance/timers.js';
export { missingJack, startJackServer } from './jack/jack-server.js';
export type { JackServer, JackServerOptions } from './jack/jack-server.js';
export { lanAvailable, requireLan } from './lan/available.js';
export type { LanAvailability } from './lan/available.js';
export type { LanHost } from './lan/host.js';
export { createLan } from './lan/lan.js';
export type { Lan, LanOptions } from './lan/lan.js';
