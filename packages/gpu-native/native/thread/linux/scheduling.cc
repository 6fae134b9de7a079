#include "thread/linux/scheduling.h"

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>

namespace jamnet {

namespace {

constexpr int kOrdinary = 0;
// What a raised thread starts is not raised as well. It stays set when that is lowered again: without rights nobody may take it back.
constexpr int kNotInherited = SCHED_RESET_ON_FORK;

// The thread that was raised: the system tells the process that it ran for too long, not the thread.
std::atomic<int> raised{0};

int ThreadId() { return static_cast<int>(syscall(SYS_gettid)); }

int SetPolicy(int thread, int policy, int priority) {
  sched_param param{};
  param.sched_priority = priority;
  return sched_setscheduler(thread, policy, &param);
}

// Any thread may be in it, at any moment: it calls the system only.
void RanTooLong(int) {
  const int before = errno;
  const int thread = raised.exchange(0);
  if (thread != 0) SetPolicy(thread, SCHED_OTHER | kNotInherited, kOrdinary);
  errno = before;
}

// False where somebody else handles that signal: the limit is theirs then.
bool HandleRanTooLong() {
  struct sigaction now {};
  if (sigaction(SIGXCPU, nullptr, &now) != 0) return false;
  if (now.sa_handler == RanTooLong) return true;
  if (now.sa_handler != SIG_DFL) return false;
  struct sigaction ours {};
  ours.sa_handler = RanTooLong;
  ours.sa_flags = SA_RESTART;
  return sigaction(SIGXCPU, &ours, nullptr) == 0;
}

// At the hard limit the system ends the process, and looks at that one first.
int LimitRun(int64_t most_run_us) {
  rlimit limit{};
  if (getrlimit(RLIMIT_RTTIME, &limit) != 0) return errno;
  auto most = static_cast<rlim_t>(most_run_us);
  if (limit.rlim_max != RLIM_INFINITY && most > limit.rlim_max / 2) most = limit.rlim_max / 2;
  if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= most) return 0;
  limit.rlim_cur = most;
  return setrlimit(RLIMIT_RTTIME, &limit) == 0 ? 0 : errno;
}

bool Lives(int thread) { return syscall(SYS_tgkill, getpid(), thread, 0) == 0; }

}  // namespace

bool MakePrompt(const char* name, int priority) {
  prctl(PR_SET_NAME, name);
  prctl(PR_SET_TIMERSLACK, 1);
  if (priority <= 0) return false;
  sched_param param{};
  param.sched_priority = priority < sched_get_priority_max(SCHED_FIFO) ? priority : sched_get_priority_max(SCHED_FIFO);
  return pthread_setschedparam(pthread_self(), SCHED_FIFO, &param) == 0;
}

Scheduling RaiseThread(int priority, int64_t most_run_us) {
  Scheduling got = ReadScheduling();
  const int thread = ThreadId();
  const int other = raised;
  const bool taken = other != 0 && other != thread && Lives(other);
  // Without the limit a program that hangs could hold a processor for good.
  if (taken || !HandleRanTooLong()) {
    got.error = EBUSY;
    return got;
  }
  got.error = LimitRun(most_run_us);
  if (got.error != 0) return got;
  if (SetPolicy(thread, SCHED_RR | kNotInherited, priority) != 0) {
    got.error = errno;
    return got;
  }
  raised = thread;
  return ReadScheduling();
}

void LowerThread() {
  int thread = ThreadId();
  const int own = thread;
  if (raised.compare_exchange_strong(thread, 0)) SetPolicy(own, SCHED_OTHER | kNotInherited, kOrdinary);
}

Scheduling ReadScheduling() {
  Scheduling now;
  const int policy = sched_getscheduler(0) & ~kNotInherited;
  sched_param param{};
  sched_getparam(0, &param);
  now.realtime = policy == SCHED_RR || policy == SCHED_FIFO;
  now.priority = param.sched_priority;
  return now;
}

}  // namespace jamnet
