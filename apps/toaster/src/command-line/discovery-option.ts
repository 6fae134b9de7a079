import { DISCOVERY_MODES } from '@jamnet/toast';
import { Option } from 'commander';

/** How others are found. */
export function createDiscoveryOption(): Option {
  return new Option(
    '--discovery <mode>',
    'how others are found: by multicast, by Bonjour, by a scan of the local addresses, all of these, or only by --peer',
  )
    .choices(DISCOVERY_MODES)
    .default('auto');
}
