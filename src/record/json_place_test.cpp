// SPDX-License-Identifier: Apache-2.0
#include "record/json_place.h"

#include <doctest/doctest.h>

namespace holon::record {
namespace {

std::vector<std::string> items(const std::string& text, const JsonPath& path) {
  std::vector<std::string> out;
  for (const auto& item : items_of(text, path))
    out.push_back(text.substr(item.offset, item.length));
  return out;
}

TEST_CASE("the items of a list are found as they stand") {
  using List = std::vector<std::string>;
  CHECK(items(R"([1, "a,]" , [2,[3]], {"b": [4]} ])", {}) ==
        List{"1", R"("a,]")", "[2,[3]]", R"({"b": [4]})"});
  CHECK(items(R"({"data": {"values": [[0, "1"], [5, "NaN"]]}})",
              {std::string("data"), std::string("values")}) ==
        List{R"([0, "1"])", R"([5, "NaN"])"});
  CHECK(items(R"([[], [ ], [7]])", {std::size_t{2}}) == List{"7"});
  CHECK(items("[]", {}).empty());
  CHECK(items(R"({"a": 1})", {std::string("a")}).empty());
  CHECK(items(R"({"a": [1]})", {std::string("b")}).empty());
}

TEST_CASE("each item is where its path leads") {
  const std::string text = R"({"x": [10, {"y": 2}, "z"]})";
  const auto found = items_of(text, {std::string("x")});
  REQUIRE(found.size() == 3);
  for (std::size_t i = 0; i < found.size(); ++i)
    CHECK(place_of(text, {std::string("x"), i}).offset == found[i].offset);
}

}  // namespace
}  // namespace holon::record
