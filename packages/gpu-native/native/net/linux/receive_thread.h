// Waits for datagrams in a thread of its own and hands over batches of them in order.
#pragma once
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "net/linux/engine.h"

namespace jamnet {

class ReceiveThread {
 public:
  // Batches of the engine that this needs beside those that may be held.
  static constexpr uint32_t kBatches = 4;
  static constexpr uint32_t kCounterBlock = 2;

  // `wake` is called from the thread whenever a batch is ready. Throws std::system_error where the system has no descriptor
  // or no thread left.
  ReceiveThread(Engine& engine, std::function<void()> wake);
  ~ReceiveThread() { Stop(); }

  // errno or 0.
  int Add(uint32_t id, int fd);
  void Remove(int fd);
  void Stop();

  // The oldest batch that is ready; it stays untouched as long as it is in use or held. False when there is none.
  bool Take(uint32_t* batch, uint32_t* count);
  // To be called when a batch is free again.
  void RoomAgain();

 private:
  void CloseDescriptors();
  void Run();
  void ReadSocket(uint32_t id);
  int WaitForBatch();
  bool WaitForBatch(uint32_t batch);
  void Publish(uint32_t batch, uint32_t count);

  Engine& engine_;
  const std::function<void()> wake_;
  int epoll_ = -1;
  int stop_event_ = -1;
  // Each batch is in it once at most.
  struct Ready {
    uint32_t batch, count;
  };
  std::array<Ready, Engine::kMostBatches> ready_{};
  std::atomic<uint32_t> produced_{0};
  std::atomic<uint32_t> consumed_{0};
  std::atomic<bool> stopping_{false};
  std::mutex room_mutex_;
  std::condition_variable room_;
  std::thread thread_;
};

}  // namespace jamnet
