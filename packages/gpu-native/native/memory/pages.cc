#include "memory/pages.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace jamnet {

#ifdef _WIN32

size_t PageBytes() {
  SYSTEM_INFO info;
  GetSystemInfo(&info);
  return info.dwAllocationGranularity;
}

uint8_t* MapPages(size_t bytes) {
  return static_cast<uint8_t*>(VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE));
}

void UnmapPages(uint8_t* data, size_t) { VirtualFree(data, 0, MEM_RELEASE); }

#else

size_t PageBytes() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

uint8_t* MapPages(size_t bytes) {
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return data == MAP_FAILED ? nullptr : static_cast<uint8_t*>(data);
}

void UnmapPages(uint8_t* data, size_t bytes) { munmap(data, bytes); }

#endif

}  // namespace jamnet
