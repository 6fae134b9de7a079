// What a native test is written with. A test file is a few of
//
//   TEST(a_double_free_is_refused) { CHECK_EQ(arena->Free(0), false); }
//
// and is compiled with all rooms and run under the sanitizers by scripts/native-tests.mjs. A failed check is reported and the
// test goes on; REQUIRE ends it. SKIP says why a machine cannot run it.
#pragma once
#include <sstream>
#include <string>

namespace jamnet_test {

struct Registration {
  Registration(const char* file, const char* name, void (*run)());
};

void Fail(const char* file, int line, const std::string& what);
void Skip(const std::string& reason);

template <typename A, typename B>
void CheckEqual(const A& a, const B& b, const char* a_text, const char* b_text, const char* file, int line) {
  if (a == b) return;
  std::ostringstream what;
  what << a_text << " is " << +a << ", not " << +b << " (" << b_text << ")";
  Fail(file, line, what.str());
}

}  // namespace jamnet_test

#define TEST(name)                                                                 \
  static void name();                                                              \
  static const jamnet_test::Registration registered_##name(__FILE__, #name, name); \
  static void name()

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : jamnet_test::Fail(__FILE__, __LINE__, #condition))

#define CHECK_EQ(a, b) jamnet_test::CheckEqual((a), (b), #a, #b, __FILE__, __LINE__)

#define REQUIRE(condition)                                \
  do {                                                    \
    if (!(condition)) {                                   \
      jamnet_test::Fail(__FILE__, __LINE__, #condition);  \
      return;                                             \
    }                                                     \
  } while (false)

#define SKIP(reason)             \
  do {                           \
    jamnet_test::Skip(reason);   \
    return;                      \
  } while (false)
