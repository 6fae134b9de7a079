// Runs the tests of the file that is named (`ring_test`), or all, a line each: `ok <name>`, `failed <name>`, `skipped <name>:
// <reason>`.
#include "test/check.h"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <vector>

namespace jamnet_test {

namespace {

struct Test {
  std::string file;
  const char* name;
  void (*run)();
};

std::vector<Test>& Tests() {
  static std::vector<Test> tests;
  return tests;
}

int failures = 0;
std::string skipped;

}  // namespace

static std::string BaseName(const char* path) {
  const char* slash = std::strrchr(path, '/');
  return slash == nullptr ? path : slash + 1;
}

Registration::Registration(const char* file, const char* name, void (*run)()) {
  Tests().push_back({BaseName(file), name, run});
}

void Fail(const char* file, int line, const std::string& what) {
  failures += 1;
  std::printf("  %s:%d: %s\n", BaseName(file).c_str(), line, what.c_str());
}

void Skip(const std::string& reason) { skipped = reason; }

}  // namespace jamnet_test

int main(int argc, char** argv) {
  using namespace jamnet_test;
  using Clock = std::chrono::steady_clock;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // what was said before a crash is to be seen
  bool failed = false;
  for (const Test& test : Tests()) {
    if (argc > 1 && test.file != std::string(argv[1]) + ".cc") continue;
    failures = 0;
    skipped.clear();
    const auto started = Clock::now();
    test.run();
    const long ms =
        static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started).count());
    if (failures > 0) {
      failed = true;
      std::printf("failed %s\n", test.name);
    } else if (!skipped.empty()) {
      std::printf("skipped %s: %s\n", test.name, skipped.c_str());
    } else {
      std::printf("ok %s (%ld ms)\n", test.name, ms);
    }
  }
  return failed ? 1 : 0;
}
