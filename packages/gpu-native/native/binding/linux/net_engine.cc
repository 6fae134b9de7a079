// The engine as JavaScript sees it: src/net/net-addon.ts has its shape. Functions return errno or 0 where not said otherwise.
#include "binding/linux/net_engine.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "binding/linux/loop_engine.h"
#include "binding/memory.h"

namespace jamnet {

namespace {

constexpr uint32_t kMostHeld = Engine::kMostBatches - ReceiveThread::kBatches;

class NetEngine : public Napi::ObjectWrap<NetEngine> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "NetEngine",
                       {
                           InstanceMethod<&NetEngine::Layout>("layout"),
                           InstanceMethod<&NetEngine::Open>("open"),
                           InstanceMethod<&NetEngine::Port>("port"),
                           InstanceMethod<&NetEngine::ReceiveBytes>("receiveBytes"),
                           InstanceMethod<&NetEngine::GrantedTo>("granted"),
                           InstanceMethod<&NetEngine::PacesRealtime>("pacesRealtime"),
                           InstanceMethod<&NetEngine::LastErrorOf>("lastError"),
                           InstanceMethod<&NetEngine::AddMembership>("addMembership"),
                           InstanceMethod<&NetEngine::SetMulticastInterface>("setMulticastInterface"),
                           InstanceMethod<&NetEngine::SetMulticastTtl>("setMulticastTtl"),
                           InstanceMethod<&NetEngine::SetMulticastLoopback>("setMulticastLoopback"),
                           InstanceMethod<&NetEngine::Address>("address"),
                           InstanceMethod<&NetEngine::Flush>("flush"),
                           InstanceMethod<&NetEngine::HoldBatch>("holdBatch"),
                           InstanceMethod<&NetEngine::ReleaseBatch>("releaseBatch"),
                           InstanceMethod<&NetEngine::Source>("source"),
                           InstanceMethod<&NetEngine::CloseSocket>("closeSocket"),
                           InstanceMethod<&NetEngine::Close>("close"),
                       });
  }

  // new NetEngine({ receive, segmentation, spinUs, busyPollUs, heldBatches }, onReceived)
  explicit NetEngine(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NetEngine>(info) {
    const Napi::Env env = info.Env();
    const auto asked = info[0].As<Napi::Object>();
    const auto receive = asked.Get("receive").As<Napi::String>().Utf8Value();
    const ReceiveMode mode = receive == "thread" ? ReceiveMode::kThread
                             : receive == "busy" ? ReceiveMode::kBusy
                                                 : ReceiveMode::kLoop;
    EngineOptions options;
    options.segmentation = asked.Get("segmentation").As<Napi::Boolean>();
    options.spin_us = asked.Get("spinUs").As<Napi::Number>();
    options.busy_poll_us = asked.Get("busyPollUs").As<Napi::Number>();
    options.held = std::min<uint32_t>(asked.Get("heldBatches").As<Napi::Number>(), kMostHeld);
    const auto arena = OpenedArena();
    if (arena == nullptr) throw Napi::Error::New(env, "the arena is not open");
    std::string why;
    loop_ = LoopEngine::Create(env, arena, mode, options, info[1], &why);
    if (loop_ == nullptr) throw Napi::Error::New(env, why);
    // An engine that nobody holds but that is open goes on receiving.
    Ref();
  }

 private:
  Engine* engine() { return loop_ == nullptr ? nullptr : loop_->engine(); }

  UdpSocket* SocketOf(const Napi::CallbackInfo& info) {
    Engine* engine = this->engine();
    return engine == nullptr ? nullptr : engine->socket(info[0].As<Napi::Number>().Uint32Value());
  }

  static std::string Text(const Napi::Value& value) { return value.As<Napi::String>().Utf8Value(); }

  // The first three arguments: family, text, port.
  static int ReadAddress(const Napi::CallbackInfo& info, SocketAddress* address) {
    const int family = info[0].As<Napi::Number>().Int32Value();
    const double port = info[2].As<Napi::Number>();
    const bool valid = port >= 0 && port <= 65535;
    const int error = ParseAddress(Text(info[1]), family, valid ? static_cast<uint16_t>(port) : 0, address);
    return valid ? error : EINVAL;
  }

  static void SetAddress(Napi::Object out, const SourceKey& key) {
    out.Set("family", static_cast<double>(key.family));
    out.Set("address", FormatAddress(key));
    out.Set("port", static_cast<double>(key.port));
  }

  static Napi::Value Result(const Napi::CallbackInfo& info, int64_t value) {
    return Napi::Number::New(info.Env(), static_cast<double>(value));
  }

  Napi::Value Layout(const Napi::CallbackInfo& info) {
    if (engine() == nullptr) return info.Env().Null();
    const EngineLayout& layout = loop_->layout();
    auto out = Napi::Object::New(info.Env());
    const auto set = [&](const char* name, size_t value) { out.Set(name, static_cast<double>(value)); };
    set("counters", layout.counters);
    set("counterBlocks", Engine::kCounterBlocks);
    set("histogram", layout.histogram);
    set("histogramBuckets", kLatenessBuckets);
    set("histogramLinear", kLatenessLinear);
    set("waiting", layout.waiting);
    set("waitingMost", Pacer::kCapacity);
    set("blocked", layout.blocked);
    set("blockedCount", Engine::kSockets);
    set("generations", layout.generations);
    set("sources", SourceTable::kCapacity);
    set("submissions", layout.submissions);
    set("submissionCount", Engine::kSubmissions);
    set("bytes", layout.bytes);
    set("byteCount", Engine::kSubmissionBytes);
    set("batch", layout.batch);
    set("batchBytes", ReceiveBatch::kBytes);
    set("batches", (layout.end - layout.batch) / ReceiveBatch::kBytes);
    set("descriptorBytes", ReceiveBatch::kDescriptorBytes);
    return out;
  }

  // open(family, address, port, shared, receiveBytes, sendBytes): an id above 0, or -errno
  Napi::Value Open(const Napi::CallbackInfo& info) {
    if (engine() == nullptr) return Result(info, -EBADF);
    SocketRequest request;
    if (const int error = ReadAddress(info, &request.address)) return Result(info, -error);
    request.shared = info[3].As<Napi::Boolean>();
    request.receive_bytes = info[4].As<Napi::Number>();
    request.send_bytes = info[5].As<Napi::Number>();
    return Result(info, loop_->Open(request));
  }

  Napi::Value Port(const Napi::CallbackInfo& info) {
    const UdpSocket* socket = SocketOf(info);
    return Result(info, socket == nullptr ? 0 : socket->port());
  }

  Napi::Value ReceiveBytes(const Napi::CallbackInfo& info) {
    const UdpSocket* socket = SocketOf(info);
    return Result(info, socket == nullptr ? 0 : socket->receive_bytes());
  }

  Napi::Value GrantedTo(const Napi::CallbackInfo& info) {
    const UdpSocket* socket = SocketOf(info);
    if (socket == nullptr) return info.Env().Null();
    const Granted granted = socket->granted();
    auto out = Napi::Object::New(info.Env());
    out.Set("segmentBytes", static_cast<double>(granted.segment_bytes));
    out.Set("grouping", granted.grouping);
    out.Set("kernelTimestamps", granted.stamps);
    out.Set("busyPollUs", static_cast<double>(granted.busy_poll_us));
    out.Set("receiveDrops", static_cast<double>(granted.dropped));
    return out;
  }

  Napi::Value PacesRealtime(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), engine() != nullptr && engine()->paces_realtime());
  }

  Napi::Value LastErrorOf(const Napi::CallbackInfo& info) {
    const ErrorRecord last = engine() == nullptr ? ErrorRecord{} : engine()->last_error();
    if (last.error == 0) return info.Env().Null();
    auto out = Napi::Object::New(info.Env());
    out.Set("errno", static_cast<double>(last.error));
    out.Set("atNs", static_cast<double>(last.at_ns));
    out.Set("sending", last.sending);
    if (last.address.family != 0) SetAddress(out, last.address);
    return out;
  }

  Napi::Value AddMembership(const Napi::CallbackInfo& info) {
    UdpSocket* socket = SocketOf(info);
    return Result(info, socket == nullptr ? EBADF : socket->AddMembership(Text(info[1]), Text(info[2])));
  }

  Napi::Value SetMulticastInterface(const Napi::CallbackInfo& info) {
    UdpSocket* socket = SocketOf(info);
    return Result(info, socket == nullptr ? EBADF : socket->SetMulticastInterface(Text(info[1])));
  }

  Napi::Value SetMulticastTtl(const Napi::CallbackInfo& info) {
    UdpSocket* socket = SocketOf(info);
    return Result(info, socket == nullptr ? EBADF : socket->SetMulticastTtl(info[1].As<Napi::Number>()));
  }

  Napi::Value SetMulticastLoopback(const Napi::CallbackInfo& info) {
    UdpSocket* socket = SocketOf(info);
    return Result(info, socket == nullptr ? EBADF : socket->SetMulticastLoopback(info[1].As<Napi::Boolean>()));
  }

  // address(family, text, port, out): writes what a submission holds, 28 bytes
  Napi::Value Address(const Napi::CallbackInfo& info) {
    SocketAddress address;
    const int error = ReadAddress(info, &address);
    auto out = info[3].As<Napi::Uint8Array>();
    if (out.ByteLength() < sizeof address) return Result(info, EINVAL);
    std::memcpy(out.Data(), &address, sizeof address);
    return Result(info, error);
  }

  void Flush(const Napi::CallbackInfo& info) {
    if (engine() != nullptr) loop_->Flush(info[0].As<Napi::Number>().Uint32Value());
  }

  Napi::Value HoldBatch(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), engine() != nullptr && loop_->HoldBatch());
  }

  void ReleaseBatch(const Napi::CallbackInfo& info) {
    if (engine() != nullptr) loop_->ReleaseBatch(info[0].As<Napi::Number>().Uint32Value());
  }

  Napi::Value Source(const Napi::CallbackInfo& info) {
    Engine* engine = this->engine();
    SourceKey key;
    if (engine == nullptr || !engine->Source(info[0].As<Napi::Number>().Uint32Value(), &key)) return info.Env().Null();
    auto out = Napi::Object::New(info.Env());
    SetAddress(out, key);
    return out;
  }

  void CloseSocket(const Napi::CallbackInfo& info) {
    if (engine() != nullptr) loop_->CloseSocket(info[0].As<Napi::Number>().Uint32Value());
  }

  void Close(const Napi::CallbackInfo&) {
    if (loop_ == nullptr) return;
    LoopEngine* loop = loop_;
    loop_ = nullptr;
    loop->Close();
    Unref();
  }

  LoopEngine* loop_ = nullptr;
};

}  // namespace

void InitNetEngine(Napi::Env env, Napi::Object exports) { exports.Set("NetEngine", NetEngine::Define(env)); }

}  // namespace jamnet
