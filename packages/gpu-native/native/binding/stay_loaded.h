#pragma once

namespace jamnet {

// Keeps this binary in the process for good. Node unloads an addon when the last thread that had it ends; what is made once per
// process (the Vulkan instance with its driver's threads) would be lost sight of with it, and made anew by the next worker.
void StayLoaded();

}  // namespace jamnet
