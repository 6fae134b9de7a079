import { casesOf, type ConformanceCase } from './conformance-case.js';
import { groupDemands } from './datagram-groups.js';
import { lifecycleDemands } from './datagram-lifecycle.js';
import { transferDemands } from './datagram-transfer.js';
import type { DatagramPortHarness } from './port-harness.js';

/**
 * What every `DatagramPort` has to do, whatever it is made of. `make` is called for each case and gives two new ports on
 * a network that loses nothing, simulated or real.
 */
export function datagramPortConformance(
  make: () => DatagramPortHarness | Promise<DatagramPortHarness>,
): ConformanceCase[] {
  return casesOf(make, { ...transferDemands, ...groupDemands, ...lifecycleDemands });
}
