#include "gpu/plan.h"

#include "test/check.h"

using namespace jamnet::gpu;

namespace {

class Named : public Kernel {
 public:
  explicit Named(uint32_t bindings) : bindings_(bindings) {}
  const std::string& name() const override { return name_; }
  uint32_t bindings() const override { return bindings_; }
  uint32_t local_size() const override { return 64; }

 private:
  const std::string name_ = "kernel";
  const uint32_t bindings_;
};

alignas(256) uint8_t arena[8192];
alignas(256) uint8_t other[4096];

Surroundings Around(bool imported, bool direct) { return {arena, sizeof arena, imported, direct, 1 << 20}; }

Step Of(std::vector<Range> ranges) {
  const auto bindings = static_cast<uint32_t>(ranges.size());
  return {std::make_shared<Named>(bindings), std::move(ranges), 64};
}

bool Holds(const Status& status, const char* part) {
  return status.code == Code::kBadOption && status.message.find(part) != std::string::npos;
}

}  // namespace

TEST(ranges_of_a_mapped_arena_stay_where_they_are) {
  Plan plan;
  REQUIRE(
      MakePlan({Of({{arena + 256, 64, Access::kRead}, {arena + 1024, 512, Access::kWrite}})}, Around(true, true), &plan)
          .ok());
  CHECK_EQ(plan.staging_bytes, 0u);
  CHECK(plan.device_in.empty() && plan.device_out.empty() && plan.host_in.empty() && plan.host_out.empty());
  CHECK(plan.steps[0][0].in_arena && plan.steps[0][1].in_arena);
  CHECK_EQ(plan.steps[0][1].offset, 1024u);
  CHECK_EQ(plan.steps[0][1].length, 512u);
}

TEST(bytes_outside_the_arena_are_copied_by_access) {
  Plan plan;
  const Step step =
      Of({{other, 64, Access::kRead}, {other + 512, 300, Access::kWrite}, {other + 1024, 64, Access::kReadWrite}});
  REQUIRE(MakePlan({step}, Around(true, true), &plan).ok());
  REQUIRE(plan.host_in.size() == 2 && plan.host_out.size() == 2);
  CHECK_EQ(plan.host_in[0].range, 0u);
  CHECK_EQ(plan.host_in[1].range, 2u);
  CHECK_EQ(plan.host_out[0].range, 1u);
  CHECK_EQ(plan.host_out[0].length, 300u);
  CHECK_EQ(plan.host_out[1].range, 2u);
  CHECK_EQ(plan.staging_bytes, 256u + 512u + 256u);
}

TEST(a_staged_arena_is_copied_by_the_device_that_sees_it_and_by_the_host_otherwise) {
  Plan plan;
  const Step step = Of({{arena + 512, 64, Access::kRead}, {arena, 300, Access::kReadWrite}});
  REQUIRE(MakePlan({step}, Around(true, false), &plan).ok());
  REQUIRE(plan.device_in.size() == 2 && plan.device_out.size() == 1);
  CHECK_EQ(plan.device_in[0].arena_offset, 512u);
  CHECK_EQ(plan.device_out[0].arena_offset, 0u);
  CHECK_EQ(plan.device_out[0].staging_offset, plan.steps[0][1].offset);
  CHECK(plan.host_in.empty() && plan.host_out.empty());
  REQUIRE(MakePlan({step}, Around(false, false), &plan).ok());
  CHECK_EQ(plan.host_in.size(), 2u);
  CHECK_EQ(plan.host_out.size(), 1u);
  CHECK(plan.device_in.empty() && plan.device_out.empty());
}

TEST(steps_share_what_they_have_in_common) {
  Plan plan;
  const Step first = Of({{other, 64, Access::kRead}, {other + 256, 64, Access::kWrite}});
  const Step second = Of({{other + 256, 64, Access::kRead}, {other + 512, 64, Access::kWrite}});
  REQUIRE(MakePlan({first, second}, Around(true, true), &plan).ok());
  CHECK_EQ(plan.steps[0][1].offset, plan.steps[1][0].offset);
  // What the first step has written is not fetched from the host, and both results go back.
  CHECK_EQ(plan.host_in.size(), 1u);
  CHECK_EQ(plan.host_out.size(), 2u);
}

TEST(what_a_step_reads_is_fetched_even_if_it_writes_it_too) {
  Plan plan;
  REQUIRE(MakePlan({Of({{other, 64, Access::kWrite}, {other, 64, Access::kRead}})}, Around(true, true), &plan).ok());
  CHECK_EQ(plan.host_in.size(), 1u);
  CHECK_EQ(plan.host_out.size(), 1u);
  CHECK_EQ(plan.staging_bytes, 256u);
}

TEST(overlapping_ranges_lie_over_one_another_in_the_staging_buffer_too) {
  Plan plan;
  const Step step = Of({{arena, 1024, Access::kReadWrite}, {arena + 512, 1024, Access::kReadWrite}});
  REQUIRE(MakePlan({step}, Around(true, false), &plan).ok());
  CHECK_EQ(plan.steps[0][1].offset, plan.steps[0][0].offset + 512);
  CHECK_EQ(plan.staging_bytes, 1536u);
  CHECK(Holds(MakePlan({Of({{other, 64, Access::kRead}, {other + 16, 64, Access::kRead}})}, Around(true, true), &plan),
              "overlaps"));
}

TEST(ranges_that_cannot_be_bound_are_named) {
  Plan plan;
  const auto around = Around(true, true);
  CHECK(Holds(MakePlan({Of({{arena, 64, Access::kRead}, {arena + 260, 64, Access::kRead}})}, around, &plan),
              "binding 1 of kernel starts at 260"));
  CHECK(Holds(MakePlan({Of({{arena, 63, Access::kRead}})}, around, &plan), "63 bytes"));
  CHECK(Holds(MakePlan({Of({{nullptr, 64, Access::kRead}})}, around, &plan), "empty"));
  CHECK(Holds(MakePlan({Of({{arena, 2 << 20, Access::kRead}})}, around, &plan), "the device takes"));
  Step few = Of({{arena, 64, Access::kRead}});
  few.kernel = std::make_shared<Named>(3);
  CHECK(Holds(MakePlan({few}, around, &plan), "has 3 bindings, given were 1"));
}

TEST(kept_ranges_are_neither_staged_nor_copied) {
  for (const bool direct : {true, false}) {
    Plan plan;
    const Step step = Of({{arena, 512, Access::kKept}, {arena + 512, 64, Access::kRead}, {other, 64, Access::kWrite}});
    REQUIRE(MakePlan({step}, Around(direct, direct), &plan).ok());
    CHECK(plan.steps[0][0].kept && !plan.steps[0][0].in_arena);
    CHECK_EQ(plan.steps[0][0].length, 512u);
    CHECK(!plan.steps[0][1].kept && !plan.steps[0][2].kept);
    CHECK_EQ(plan.host_in.size(), direct ? 0u : 1u);
    CHECK_EQ(plan.host_out.size(), 1u);
    CHECK(plan.device_in.empty() && plan.device_out.empty());
    CHECK_EQ(plan.staging_bytes, direct ? 256u : 512u);
  }
  Plan plan;
  CHECK(Holds(MakePlan({Of({{other, 64, Access::kKept}})}, Around(true, true), &plan), "not in the arena"));
}

TEST(a_range_that_leaves_the_arena_is_not_in_it) {
  Plan plan;
  REQUIRE(MakePlan({Of({{arena + sizeof arena - 256, 256, Access::kRead}})}, Around(true, true), &plan).ok());
  CHECK(plan.steps[0][0].in_arena);
  const Status beyond = MakePlan({Of({{arena + sizeof arena - 256, 260, Access::kRead}})}, Around(true, true), &plan);
  CHECK(!beyond.ok() || !plan.steps[0][0].in_arena);
}
