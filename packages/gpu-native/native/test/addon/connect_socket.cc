// Connects a UDP socket of this process, so that the system tells it what it does not tell an unconnected one: that nobody
// listens at the other end. Called by test/net/socket-errors.integration.test.ts.
#include <arpa/inet.h>
#include <node_api.h>
#include <sys/socket.h>

#include <cerrno>

namespace {

// connect(fd, port): to 127.0.0.1. 0 or an errno.
napi_value Connect(napi_env env, napi_callback_info info) {
  napi_value args[2], result;
  size_t argc = 2;
  int32_t fd = -1, port = 0;
  napi_get_cb_info(env, info, &argc, args, nullptr, nullptr);
  napi_get_value_int32(env, args[0], &fd);
  napi_get_value_int32(env, args[1], &port);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int failed = connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to);
  napi_create_int32(env, failed == 0 ? 0 : errno, &result);
  return result;
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value connect;
  napi_create_function(env, "connect", NAPI_AUTO_LENGTH, Connect, nullptr, &connect);
  napi_set_named_property(env, exports, "connect", connect);
  return exports;
}
