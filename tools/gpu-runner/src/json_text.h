#pragma once
#include <string>

#include "timing.h"

namespace jamnet_runner {

inline std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

inline std::string Rounded(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

inline std::string SpreadJson(const Spread& spread) {
  return "\"medianNs\":" + Rounded(spread.median_ns) + ",\"p99Ns\":" + Rounded(spread.p99_ns) +
         ",\"leastNs\":" + Rounded(spread.least_ns) + ",\"samples\":" + std::to_string(spread.samples);
}

}  // namespace jamnet_runner
