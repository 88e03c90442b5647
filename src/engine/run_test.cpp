// SPDX-License-Identifier: Apache-2.0
//
// What an ensemble gives does not hang on how its work is shared out.
#include "engine/run.h"

#include <doctest/doctest.h>

#include "base/ranks_test.h"
#include "engine/interpreter.h"
#include "engine/single_run.h"
#include "model/draft_test.h"

namespace holon::engine {
namespace {

model::Model noisy_growth() {
  model::DraftText draft;
  draft.time(1, 5)
      .input("rate", "0.1 .. 0.3 1/s")
      .stock("grown", "1", "rate * grown")
      .auxiliary("seen", "grown * random normal(1, 0.1)");
  return draft.finish().value();
}

Program seen(const model::Model& model) {
  const auto expression = model::variable(model.find("seen"));
  return compile(model, {{"end", expression, false, 1}, {"path", expression, true, 2}});
}

}  // namespace

TEST_CASE("every rank gets the bits that one process alone gets") {
  const auto model = noisy_growth();
  const auto program = seen(model);
  Plan plan;
  plan.samples = 5000;
  plan.keep_members = true;
  const auto alone = run(program, plan, nullptr);
  REQUIRE(alone.outputs[1].size() == 3);
  for (const std::size_t count : {1U, 2U, 4U, 7U}) {
    std::vector<Observations> of_rank(count);
    base::with_ranks(count, [&](std::shared_ptr<base::Ranks> ranks) {
      auto mine = plan;
      mine.ranks = ranks;
      of_rank[ranks->rank()] = run(program, mine, nullptr);
    });
    for (const auto& together : of_rank) {
      CHECK(together.members == alone.members);
      for (std::size_t o = 0; o < alone.outputs.size(); ++o) {
        for (std::size_t step = 0; step < alone.outputs[o].size(); ++step) {
          const auto& a = alone.outputs[o][step];
          const auto& b = together.outputs[o][step];
          CHECK(a.count() == b.count());
          CHECK(a.mean() == b.mean());
          CHECK(a.sd() == b.sd());
          CHECK(a.min() == b.min());
          for (const double p : {0.05, 0.5, 0.95}) CHECK(a.quantile(p) == b.quantile(p));
        }
      }
    }
  }
}

TEST_CASE("groups of any size give the same members") {
  const auto model = noisy_growth();
  const auto program = seen(model);
  Plan plan;
  plan.samples = 1000;
  plan.keep_members = true;
  const auto whole = run(program, plan, nullptr);
  for (const std::uint64_t size : {1U, 100U, 640U, 4096U}) {
    std::vector<double> ends(plan.samples);
    GroupRange range;
    range.group_size = size;
    range.batch_size = 3;
    const auto groups = (plan.samples + size - 1) / size;
    range.end_batch = (groups + 2) / 3;
    const auto sink = [&](const Group& group) {
      std::copy_n(group[0].begin(), group.count,
                  ends.begin() + static_cast<std::ptrdiff_t>(group.first_member));
    };
    run_groups(program, plan, range, [&] { return GroupSink(sink); }, nullptr);
    CHECK(ends == whole.members[0]);
  }
}

TEST_CASE("an experiment says what members draw, and whose noise they hear") {
  class Pairs final : public Draws {
   public:
    void fill(const DrawSlot& /*draw*/, std::uint64_t first, std::span<double> out) const override {
      for (std::size_t i = 0; i < out.size(); ++i) out[i] = (first + i) % 2 == 0 ? 0.1 : 0.3;
    }
    [[nodiscard]] std::uint64_t noise_member(std::uint64_t member) const override {
      return member / 2;
    }
  };
  const auto model = noisy_growth();
  Plan plan;
  plan.samples = 100;
  plan.keep_members = true;
  plan.draws = std::make_shared<Pairs>();
  const auto members = run(seen(model), plan, nullptr).members[0];
  const double ratio = members[1] / members[0];
  CHECK(ratio > 1.5);
  for (std::size_t i = 2; i < members.size(); i += 2) {
    CHECK(members[i + 1] / members[i] == doctest::Approx(ratio).epsilon(1e-14));
    CHECK(members[i] != members[0]);
  }
}

TEST_CASE("one member alone has the values that the interpreter gives it") {
  const auto model = noisy_growth();
  const auto expression = model::variable(model.find("seen"));
  const std::vector<Output> outputs{{"end", expression, false, 1}, {"path", expression, true, 2}};
  const auto alone = run_single(compile(model, outputs), 3);
  const auto truth = interpret(model, outputs, 3, 0);
  REQUIRE(alone.size() == 2);
  CHECK(alone[0] == std::vector{truth.final[0]});
  CHECK(alone[1] == truth.series[1]);
}

}  // namespace holon::engine
