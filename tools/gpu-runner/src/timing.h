#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace jamnet_runner {

inline double NowNs() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

struct Spread {
  double least_ns = 0;
  double median_ns = 0;
  double p99_ns = 0;
  size_t samples = 0;
};

inline Spread SpreadOf(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const auto at = [&](double share) {
    return samples[static_cast<size_t>(share * static_cast<double>(samples.size() - 1))];
  };
  return {at(0), at(0.5), at(0.99), samples.size()};
}

/** Runs the ways in turn, so that what else the machine does meets all of them, until each has had its seconds. */
inline std::vector<Spread> TimeInTurns(const std::vector<std::function<void()>>& ways, double seconds_each) {
  std::vector<std::vector<double>> samples(ways.size());
  for (const auto& way : ways)
    for (int i = 0; i < 3; i++) way();
  const double end_ns = NowNs() + seconds_each * 1e9 * static_cast<double>(ways.size());
  // Several in a row: the first of them finds what another way has left in the caches.
  while (NowNs() < end_ns || samples.front().size() < 20) {
    for (size_t way = 0; way < ways.size(); way++) {
      for (int i = 0; i < 4; i++) {
        const double start_ns = NowNs();
        ways[way]();
        samples[way].push_back(NowNs() - start_ns);
      }
    }
  }
  std::vector<Spread> spreads;
  for (auto& each : samples) spreads.push_back(SpreadOf(std::move(each)));
  return spreads;
}

}  // namespace jamnet_runner
