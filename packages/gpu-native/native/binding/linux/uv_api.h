// The few functions of libuv that this addon calls. Their shape is part of libuv's stable interface (version 1), the handles
// are opaque and as large as uv_handle_size says, and the process that loads the addon has them: no header, no linking.
#pragma once
#include <node_api.h>

#include <cstddef>

extern "C" {
struct uv_handle_s;
using uv_handle_cb = void (*)(uv_handle_s*);

constexpr int kUvAsync = 1;
constexpr int kUvIdle = 6;
constexpr int kUvPoll = 8;
constexpr int kUvReadable = 1;
constexpr int kUvWritable = 2;

size_t uv_handle_size(int type);
void* uv_handle_get_data(const uv_handle_s*);
void uv_handle_set_data(uv_handle_s*, void*);
void uv_close(uv_handle_s*, uv_handle_cb);
void uv_ref(uv_handle_s*);
void uv_unref(uv_handle_s*);
int uv_poll_init(uv_loop_s*, uv_handle_s*, int fd);
int uv_poll_start(uv_handle_s*, int events, void (*)(uv_handle_s*, int status, int events));
int uv_poll_stop(uv_handle_s*);
int uv_idle_init(uv_loop_s*, uv_handle_s*);
int uv_idle_start(uv_handle_s*, uv_handle_cb);
int uv_idle_stop(uv_handle_s*);
int uv_async_init(uv_loop_s*, uv_handle_s*, uv_handle_cb);
int uv_async_send(uv_handle_s*);
}
