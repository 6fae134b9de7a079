// Threads that others wait for go before ordinary ones.
#pragma once
#include <cstdint>

namespace jamnet {

// Gives the calling thread a name of at most 15 characters and exact timers, and lets it go before all ordinary threads (SCHED_FIFO, 1 to 99; 0 leaves it
// an ordinary one). False where the system does not permit that: it is as prompt as the system lets it be then.
bool MakePrompt(const char* name, int priority);

// How the calling thread is scheduled.
struct Scheduling {
  bool realtime = false;
  int priority = 0;  // of a real-time thread
  int error = 0;     // why it was not raised: errno
};

// Lets the calling thread go before all ordinary ones, in turn with others of this priority (SCHED_RR, 1 to 99), as long as it does not run for `most_run_us`
// without a pause: then it becomes an ordinary one again, so that a program that hangs does not take the machine with it. The limit is one for the process
// (RLIMIT_RTTIME, with a handler for SIGXCPU where there is none), half of the hard one at most; one that is lower already stays. One thread of a process at a time: EBUSY for
// another, and where somebody else handles SIGXCPU.
Scheduling RaiseThread(int priority, int64_t most_run_us);
// Makes it an ordinary one again.
void LowerThread();
Scheduling ReadScheduling();

}  // namespace jamnet
