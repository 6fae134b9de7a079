/*
 * The least that a datagram takes from one process to another: one that blocks in recv, and one that sends when it is told to.
 *
 *   udp_lane recv <group> <port> <rounds> <warm-up rounds>   prints the one-way nanoseconds of each round, -1 where nothing came
 *   udp_lane send <group> <port> <bytes>                     sends for every 4-byte round number on its standard input
 *
 * A datagram holds the time of sending (8 bytes), the round (4 bytes) and zeros. The round 0xffffffff ends the receiver.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const uint32_t END = 0xffffffffu;

static uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static struct sockaddr_in address(const char *group, const char *port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
  if (inet_pton(AF_INET, group, &to.sin_addr) != 1) fail(group);
  return to;
}

static void receive(const char *group, const char *port, uint32_t rounds, uint32_t warm_up) {
  const int handle = socket(AF_INET, SOCK_DGRAM, 0);
  const int yes = 1;
  const struct sockaddr_in own = address(group, port);
  setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(handle, (const struct sockaddr *)&own, sizeof own) != 0) fail("bind");
  struct ip_mreq membership = {.imr_multiaddr = own.sin_addr};
  inet_pton(AF_INET, "127.0.0.1", &membership.imr_interface);
  if (setsockopt(handle, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership) != 0)
    fail("membership");
  int64_t *latencies = malloc(sizeof(int64_t) * rounds);
  for (uint32_t i = 0; i < rounds; i++) latencies[i] = -1;
  puts("ready");
  fflush(stdout);
  for (;;) {
    unsigned char bytes[2048];
    const ssize_t length = recv(handle, bytes, sizeof bytes, 0);
    const uint64_t arrival = now_ns();
    if (length < 12) continue;
    uint64_t sent;
    uint32_t round;
    memcpy(&sent, bytes, 8);
    memcpy(&round, bytes + 8, 4);
    if (round == END) break;
    if (round >= warm_up && round - warm_up < rounds)
      latencies[round - warm_up] = (int64_t)(arrival - sent);
  }
  for (uint32_t i = 0; i < rounds; i++) printf("%lld\n", (long long)latencies[i]);
}

static void transmit(const char *group, const char *port, size_t length) {
  const int handle = socket(AF_INET, SOCK_DGRAM, 0);
  struct in_addr lo;
  inet_pton(AF_INET, "127.0.0.1", &lo);
  setsockopt(handle, IPPROTO_IP, IP_MULTICAST_IF, &lo, sizeof lo);
  const struct sockaddr_in to = address(group, port);
  unsigned char bytes[2048] = {0};
  uint32_t round;
  while (read(STDIN_FILENO, &round, 4) == 4) {
    memcpy(bytes + 8, &round, 4);
    const uint64_t sent = now_ns();
    memcpy(bytes, &sent, 8);
    sendto(handle, bytes, length, 0, (const struct sockaddr *)&to, sizeof to);
  }
}

int main(int count, char **words) {
  // Who started it may be killed.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (count == 6 && strcmp(words[1], "recv") == 0)
    receive(words[2], words[3], (uint32_t)atoi(words[4]), (uint32_t)atoi(words[5]));
  else if (count == 5 && strcmp(words[1], "send") == 0)
    transmit(words[2], words[3], (size_t)atoi(words[4]));
  else
    return 2;
  return 0;
}
