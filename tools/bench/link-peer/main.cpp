// A peer of Ableton Link for tests, driven by lines on standard input. MIT licence, as the rest of this project.
//
// This text uses the public interface of Link, whose own licence is the GPL. What the compiler makes of both is therefore put
// into a temporary folder, run by tests there, and never distributed: neither it nor any part of Link belongs to this project.
//
// Arguments: tempo (120), start/stop sync 1 or 0 (1).
// Commands:  tempo BPM | play | stop | state | quit
// Each command, and every line that is not one, is answered with a line of JSON. `monoNs` is CLOCK_MONOTONIC and `hostUs` Link's clock
// at one moment; beat and phase (quantum 4) are those at `hostUs`.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <sstream>
#include <string>

#include <ableton/Link.hpp>

namespace {

const double kQuantum = 4.0;

long long monotonicNs() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

void printState(ableton::Link& link) {
  const auto state = link.captureAppSessionState();
  // The two clocks have to be read one after the other; of a few tries the closest counts.
  long long monoNs = 0;
  long long apartNs = 1LL << 60;
  std::chrono::microseconds host{0};
  for (int i = 0; i < 5; ++i) {
    const long long before = monotonicNs();
    const auto read = link.clock().micros();
    const long long after = monotonicNs();
    if (after - before < apartNs) {
      apartNs = after - before;
      monoNs = before + apartNs / 2;
      host = read;
    }
  }
  std::printf(
      "{\"monoNs\":%lld,\"apartNs\":%lld,\"hostUs\":%lld,\"peers\":%zu,\"tempo\":%.9f,\"beat\":%.9f,"
      "\"phase\":%.9f,\"playing\":%s}\n",
      monoNs, apartNs, static_cast<long long>(host.count()), link.numPeers(), state.tempo(),
      state.beatAtTime(host, kQuantum), state.phaseAtTime(host, kQuantum),
      state.isPlaying() ? "true" : "false");
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  ableton::Link link(argc > 1 ? std::atof(argv[1]) : 120.0);
  link.enableStartStopSync(argc <= 2 || std::string(argv[2]) != "0");
  link.enable(true);
  printState(link);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command;
    words >> command;
    if (command == "quit") break;
    auto state = link.captureAppSessionState();
    const auto now = link.clock().micros();
    if (command == "tempo") {
      double bpm = 0;
      if (words >> bpm) {
        state.setTempo(bpm, now);
        link.commitAppSessionState(state);
      }
    } else if (command == "play" || command == "stop") {
      state.setIsPlaying(command == "play", now);
      link.commitAppSessionState(state);
    }
    printState(link);
  }
  link.enable(false);
  return 0;
}
