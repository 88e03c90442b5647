// SPDX-License-Identifier: Apache-2.0
#include "model/formats/changing_times.h"

#include <cmath>

#include <doctest/doctest.h>

namespace holon::model::formats {
namespace {

using Times = std::vector<std::uint32_t>;

auto always(double value) {
  return [value](double /*time*/) { return value; };
}

auto until(double change, double before, double after) {
  return [=](double time) { return time < change ? before : after; };
}

TEST_CASE("a step that becomes shorter is counted in the shorter ones") {
  const auto course = course_of(0, {until(2, 1, 0.5), always(1), always(4)});
  REQUIRE(course);
  CHECK(course->step == 0.5);
  CHECK(course->steps == 8);
  CHECK(course->is_stretched);
  CHECK(course->saved == Times{0, 2, 4, 6, 8});
}

TEST_CASE("steps of which neither is a multiple of the other have parts in common") {
  const auto course = course_of(0, {until(3, 1.5, 1), always(0.1), always(5)});
  REQUIRE(course);
  CHECK(course->step == 0.5);
  CHECK(course->saved == Times{0, 3, 6, 8, 10});
}

TEST_CASE("the next time to save is one interval after the last, and the end is saved") {
  const auto course = course_of(10, {always(0.1), until(10.95, 0.5, 0.7), always(12)});
  REQUIRE(course);
  CHECK(course->steps == 20);
  CHECK_FALSE(course->is_stretched);
  CHECK(course->saved == Times{0, 5, 10, 17, 20});
}

TEST_CASE("an end that moves away is followed") {
  const auto course = course_of(0, {always(1), always(2), until(3, 4, 7)});
  REQUIRE(course);
  CHECK(course->steps == 7);
  CHECK(course->saved == Times{0, 2, 4, 6, 7});
}

TEST_CASE("a run that nobody can count has no course") {
  CHECK_FALSE(course_of(0, {always(0), always(1), always(5)}));
  CHECK_FALSE(course_of(0, {always(NAN), always(1), always(5)}));
  CHECK_FALSE(course_of(0, {always(1), always(1), always(NAN)}));
  CHECK_FALSE(course_of(0, {always(1), until(2, 1, 0), always(5)}));
  CHECK_FALSE(course_of(0, {until(2, 1, std::sqrt(2)), always(1), always(5)}));
  CHECK_FALSE(course_of(0, {always(1e-9), always(1), always(5)}));
  CHECK_FALSE(course_of(0, {always(1), always(1), [](double time) { return time + 2; }}));
}

}  // namespace
}  // namespace holon::model::formats
