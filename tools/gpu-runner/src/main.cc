// Parses the same JSON lines on a Vulkan device and with simdjson, checks what comes out against the TypeScript reference's
// columns, and says how long each took. `gpu_runner <folder of inputs> [seconds a way] [part of a device's name]`.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "gpu/device.h"
#include "json_text.h"
#include "manifest.h"
#include "memory/arena.h"
#include "parse_batch.h"
#include "simdjson_lines.h"
#include "timing.h"

namespace {

using namespace jamnet_runner;
namespace gpu = jamnet::gpu;

constexpr size_t kArenaBytes = size_t{512} << 20;
constexpr size_t kExecutorRuns = 5000;
constexpr int kClockReadings = 200;
// Longer than any run but the largest takes on a GPU.
constexpr uint32_t kSpinUs = 2000;

struct Way {
  std::string name;
  std::unique_ptr<gpu::Device> device;
  std::shared_ptr<gpu::Kernel> kernel;
  std::shared_ptr<gpu::Kernel> empty;
};

/** One of the ways to the device; without a device where there is none. */
Way OpenWay(const std::string& name, gpu::DeviceOptions options, gpu::Memory memory, bool import, uint32_t spin_us,
            const Manifest& manifest) {
  options.memory = memory;
  options.spin_us = spin_us;
  options.import_arena = import;
  Way way{name, nullptr, nullptr, nullptr};
  gpu::Refusal refusal;
  way.device = gpu::Device::Open(options, &refusal);
  if (!way.device) {
    std::cerr << name << ": " << refusal.reason << " " << refusal.hint << "\n";
    return way;
  }
  if (way.device->memory() != memory) {
    std::cerr << name << ": this device cannot import the arena\n";
    way.device.reset();
    return way;
  }
  gpu::Status status;
  if (!manifest.kernel.empty())
    status = way.device->Load("jsonl_parse", manifest.kernel.data(), manifest.kernel.size(), &way.kernel);
  if (status.ok())
    status = way.device->Load("empty", manifest.empty_kernel.data(), manifest.empty_kernel.size(), &way.empty);
  if (!status.ok()) {
    std::cerr << name << ": " << status.message << "\n";
    std::exit(1);
  }
  return way;
}

/** A run that does nothing, from Submit to the result. */
Spread TimeExecutor(const Way& way, jamnet::Arena& arena) {
  const int64_t offset = arena.Allocate(256);
  const gpu::Range range{arena.data() + offset, 256, gpu::Access::kReadWrite};
  const std::vector<gpu::Step> steps{{way.empty, {range}, 64}};
  std::vector<double> samples;
  for (size_t i = 0; i < kExecutorRuns + 100; i++) {
    const double start_ns = NowNs();
    if (!way.device->Run(steps).ok()) std::exit(1);
    if (i >= 100) samples.push_back(NowNs() - start_ns);
  }
  arena.Free(static_cast<size_t>(offset));
  return SpreadOf(samples);
}

std::string ClockJson(gpu::Device& device) {
  std::vector<double> deviations;
  bool calibrated = false;
  for (int i = 0; i < kClockReadings; i++) {
    gpu::ClockReadings readings;
    if (!device.ReadClocks(&readings).ok()) return "null";
    deviations.push_back(readings.deviation_ns);
    calibrated = readings.calibrated;
  }
  std::printf("clock: device against monotonic within %.0f ns (median), %s\n", SpreadOf(deviations).median_ns,
              calibrated ? "calibrated by the driver" : "between two readings of the host");
  return std::string("{\"calibrated\":") + (calibrated ? "true" : "false") + "," + SpreadJson(SpreadOf(deviations)) + "}";
}

std::string RowJson(const std::string& way, const Batch& batch, const Spread& spread, const std::string& check) {
  std::printf("%8u  %-26s %12.0f ns  %9.1f ns/line  %12.0f lines/s  %s\n", batch.lines, way.c_str(), spread.median_ns,
              spread.median_ns / batch.lines, batch.lines / spread.median_ns * 1e9, check.c_str());
  std::fflush(stdout);
  return "{\"way\":" + Quoted(way) + ",\"lines\":" + std::to_string(batch.lines) +
         ",\"bytes\":" + std::to_string(batch.text.size()) + ",\"check\":" + Quoted(check) + "," + SpreadJson(spread) + "}";
}

/** All ways through one batch, in turns. */
void TimeBatch(const Batch& batch, const std::vector<Way>& ways, jamnet::Arena& arena, const Manifest& manifest,
               double seconds, std::vector<std::string>& rows, bool& equal) {
  std::vector<std::unique_ptr<ParseBatch>> parses;
  std::vector<std::function<void()>> runs;
  std::vector<std::string> names;
  for (const Way& way : ways) {
    if (!way.device || !way.kernel) continue;
    parses.push_back(std::make_unique<ParseBatch>(batch, arena, way.kernel));
    ParseBatch* parse = parses.back().get();
    gpu::Device* device = way.device.get();
    parse->SpoilColumns();
    names.push_back(way.name);
    runs.push_back([parse, device] { parse->Run(*device); });
  }
  SimdjsonLines simdjson(manifest.keys);
  SimdjsonColumns columns;
  const size_t cells = manifest.keys.size() * batch.lines;
  columns.kinds.resize(cells);
  columns.numbers.resize(cells);
  columns.starts.resize(cells);
  columns.ends.resize(cells);
  std::vector<char> padded(batch.text.begin(), batch.text.end());
  padded.resize(padded.size() + SimdjsonLines::Padding());
  size_t read = 0;
  names.push_back("simdjson");
  runs.push_back([&] { read = simdjson.Read(padded.data(), batch.text.size(), batch.lines, columns); });
  if (!parses.empty()) {
    names.push_back("splitting lines alone");
    runs.push_back([&] { parses.front()->Split(); });
  }

  const std::vector<Spread> spreads = TimeInTurns(runs, seconds);
  for (size_t i = 0; i < names.size(); i++) {
    std::string check;
    if (i < parses.size()) {
      const bool same = parses[i]->EqualsReference();
      equal = equal && same;
      check = same ? "equals the reference" : "DIFFERS from the reference";
    } else if (names[i] == "simdjson") {
      check = std::to_string(read) + " lines read";
    }
    rows.push_back(RowJson(names[i], batch, spreads[i], check));
  }
}

std::string Joined(const std::vector<std::string>& rows) {
  std::string out;
  for (const std::string& row : rows) out += (out.empty() ? "" : ",\n") + row;
  return out;
}

std::string DeviceJson(const gpu::DeviceInfo& info) {
  return "{\"name\":" + Quoted(info.name) + ",\"type\":" + Quoted(info.type) + ",\"driver\":" + Quoted(info.driver) +
         ",\"api\":" + Quoted(info.api_version) + ",\"isGpu\":" + (info.is_gpu ? "true" : "false") +
         ",\"hostImport\":" + (info.host_import ? "true" : "false") +
         ",\"calibratedClock\":" + (info.calibrated_clock ? "true" : "false") + "}";
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::cerr << "usage: gpu_runner <folder of inputs> <file for the results> [seconds a way] [part of a device's name]\n";
    return 2;
  }
  const Manifest manifest = ReadManifest(words[1]);
  const double seconds = count > 3 ? std::atof(words[3]) : 0.5;
  const std::shared_ptr<jamnet::Arena> arena = jamnet::Arena::Get(kArenaBytes);
  gpu::DeviceOptions options;
  options.arena = arena->data();
  options.arena_bytes = arena->size();
  options.arena_owner = arena;
  if (count > 4) options.device = words[4];

  std::vector<Way> ways;
  ways.push_back(OpenWay("GPU, mapped", options, gpu::Memory::kMapped, true, 0, manifest));
  ways.push_back(OpenWay("GPU, mapped, busy wait", options, gpu::Memory::kMapped, true, kSpinUs, manifest));
  ways.push_back(OpenWay("GPU, staged by the device", options, gpu::Memory::kStaged, true, 0, manifest));
  ways.push_back(OpenWay("GPU, staged by the host", options, gpu::Memory::kStaged, false, 0, manifest));

  std::string device = "null", clock = "null";
  std::vector<std::string> executor, rows;
  bool equal = true;
  for (const Way& way : ways) {
    if (!way.device) continue;
    if (device == "null") {
      device = DeviceJson(way.device->info());
      std::printf("device: %s (%s), %s, Vulkan %s\n", way.device->info().name.c_str(), way.device->info().type.c_str(),
                  way.device->info().driver.c_str(), way.device->info().api_version.c_str());
      clock = ClockJson(*way.device);
    }
    const Spread spread = TimeExecutor(way, *arena);
    std::printf("executor, %s: submit to result %.1f us median, %.1f us p99\n", way.name.c_str(), spread.median_ns / 1e3,
                spread.p99_ns / 1e3);
    executor.push_back("{\"way\":" + Quoted(way.name) + "," + SpreadJson(spread) + "}");
  }
  for (const Batch& batch : manifest.batches) TimeBatch(batch, ways, *arena, manifest, seconds, rows, equal);
  for (const Way& way : ways)
    if (way.device) way.device->Close();

  FILE* out = std::fopen(words[2], "w");
  if (out == nullptr) {
    std::perror(words[2]);
    return 2;
  }
  std::fprintf(out, "{\"device\":%s,\n\"clock\":%s,\n\"executor\":[%s],\n\"simdjson\":%s,\n\"equal\":%s,\n\"parse\":[\n%s\n]}\n",
               device.c_str(), clock.c_str(), Joined(executor).c_str(), Quoted(SimdjsonLines::Implementation()).c_str(),
               equal ? "true" : "false", Joined(rows).c_str());
  std::fclose(out);
  return equal ? 0 : 1;
}
