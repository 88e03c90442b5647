// SPDX-License-Identifier: Apache-2.0
//
// Each archetype under other names, and near misses: one sign changed, a delay taken away.
#include "findings/archetypes.h"

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "model/draft_test.h"

namespace holon::findings {
namespace {

std::vector<ArchetypeMatch> archetypes_in(model::DraftText draft) {
  const auto model = draft.finish();
  REQUIRE(model.has_value());
  engine::loops::LoopPlan plan;
  plan.period = engine::loops::whole_run(*model);
  return find_archetypes(*model, engine::loops::analyse(*model, plan));
}

std::size_t count(const std::vector<ArchetypeMatch>& all, Archetype kind) {
  std::size_t out = 0;
  for (const auto& match : all) out += match.kind == kind ? 1 : 0;
  return out;
}

/// What a limit does: `crowding` is how growth answers to room.
model::DraftText limited(const std::string& grows, const std::string& room,
                         const std::string& room_equation, const std::string& crowding) {
  model::DraftText draft;
  draft.time(0.25, 80)
      .input("rate", "0.5 1/s")
      .input("end", "100 kg")
      .auxiliary(room, room_equation)
      .auxiliary("news", fmt::format("{} * rate", grows))
      .auxiliary("gain", fmt::format("news * {}", crowding))
      .stock(grows, "2 [kg]", "gain");
  return draft;
}

TEST_CASE("limits to growth: whatever the names are") {
  for (const auto* grows : {"users", "yeast", "x"}) {
    for (const auto* room : {"room", "what is left"}) {
      const auto found = archetypes_in(
          limited(grows, room, fmt::format("end - {}", grows), fmt::format("{} / end", room)));
      REQUIRE(count(found, Archetype::limits_to_growth) == 1);
      CHECK(found[0].roles[1].first == "limit");
    }
  }
}

TEST_CASE("limits to growth: a room that grows along is no limit") {
  const auto found = archetypes_in(limited("users", "room", "end + users", "room / end"));
  CHECK(count(found, Archetype::limits_to_growth) == 0);
}

TEST_CASE("limits to growth: without a limit the second loop is a drain") {
  model::DraftText draft;
  draft.time(0.25, 80)
      .input("rate", "0.5 1/s")
      .input("life", "4 s")
      .auxiliary("births", "herd * rate")
      .auxiliary("deaths", "herd / life")
      .stock("herd", "2 [kg]", "births - deaths");
  CHECK(count(archetypes_in(draft), Archetype::limits_to_growth) == 0);
}

/// A fix for a symptom, and what it does later by way of a side effect.
model::DraftText fixed(const std::string& symptom, const std::string& fix,
                       const std::string& later_sign, bool delayed) {
  model::DraftText draft;
  draft.time(0.25, 160).auxiliary(fix, fmt::format("{} * 0.4 [1/s]", symptom));
  if (delayed) {
    draft.stock("debt", "0 [m]", fmt::format("{} * 0.5 - debt * 0.1 [1/s]", fix))
        .auxiliary("burden", "debt * 0.3 [1/s]");
  } else {
    draft.auxiliary("burden", fmt::format("{} * 0.3", fix));
  }
  draft.stock(symptom, "10 [m]", fmt::format("1 [m/s] - {} {} burden", fix, later_sign));
  return draft;
}

TEST_CASE("fixes that fail: whatever the names are") {
  for (const auto* symptom : {"jam", "a"}) {
    for (const auto* fix : {"new road", "b"}) {
      const auto found = archetypes_in(fixed(symptom, fix, "+", true));
      REQUIRE(count(found, Archetype::fixes_that_fail) == 1);
      CHECK(found[0].roles[0].first == "symptom");
    }
  }
}

TEST_CASE("fixes that fail: a side effect that helps is none") {
  CHECK(count(archetypes_in(fixed("jam", "new road", "-", true)), Archetype::fixes_that_fail) == 0);
}

TEST_CASE("fixes that fail: a side effect without delay is no later one") {
  CHECK(count(archetypes_in(fixed("jam", "new road", "+", false)), Archetype::fixes_that_fail) ==
        0);
}

/// Two answers to one symptom; the quick one weakens what the lasting one needs.
model::DraftText burdened(const std::string& symptom, const std::string& quick,
                          const std::string& skill_sign, bool delayed) {
  model::DraftText draft;
  draft.time(0.25, 160)
      .auxiliary(quick, fmt::format("{} * 0.3 [1/s]", symptom))
      .auxiliary("noticed", delayed ? fmt::format("smooth({}, 4 [s])", symptom)
                                    : fmt::format("1 * {}", symptom))
      .auxiliary("repair", "noticed * skill * 0.05 [1/s]")
      .stock("skill", "3",
             fmt::format("(4 - skill) * 0.1 [1/s] {} {} * 0.05 [1/m]", skill_sign, quick))
      .stock(symptom, "10 [m]", fmt::format("2 [m/s] - {} - repair", quick));
  return draft;
}

TEST_CASE("shifting the burden: whatever the names are") {
  for (const auto* symptom : {"failures", "a"}) {
    for (const auto* quick : {"patches", "b"}) {
      const auto found = archetypes_in(burdened(symptom, quick, "-", true));
      REQUIRE(count(found, Archetype::shifting_the_burden) == 1);
      CHECK(found[0].roles.size() >= 2);
    }
  }
}

TEST_CASE("shifting the burden: a quick answer that strengthens the lasting one shifts nothing") {
  CHECK(count(archetypes_in(burdened("failures", "patches", "+", true)),
              Archetype::shifting_the_burden) == 0);
}

TEST_CASE("shifting the burden: two answers that are equally quick shift nothing") {
  CHECK(count(archetypes_in(burdened("failures", "patches", "-", false)),
              Archetype::shifting_the_burden) == 0);
}

}  // namespace
}  // namespace holon::findings
