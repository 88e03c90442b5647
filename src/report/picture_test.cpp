// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "report/bar.h"
#include "report/layout.h"
#include "report/table.h"

namespace holon::report {

TEST_CASE("a bar counts in eighths, and shows whatever is not zero") {
  CHECK(bar(1, 3) == "███");
  CHECK(bar(0.5, 3) == "█▌");
  CHECK(bar(1e-9, 3) == "▏");
  CHECK(bar(0, 3).empty());
  CHECK(bar(-1, 3).empty());
  CHECK(bar(NAN, 3).empty());
  CHECK(bar(7, 2) == "██");
}

TEST_CASE("a sparkline spans from zero to the largest value") {
  Extent extent;
  const std::vector<double> values{0, 4, 8, NAN};
  for (const double value : values) extent.include(value);
  CHECK(sparkline(values, extent, 4) == "▁▄█ ");
  CHECK(sparkline(values, extent, 2) == "▂█");
  CHECK(sparkline(values, extent, 8) == "▁▁▄▄██  ");
  CHECK(sparkline({}, extent, 8).empty());
  CHECK(sparkline(std::vector<double>{0, 0}, Extent{}, 2) == "▁▁");
}

TEST_CASE("a stacked bar is shared out without gap or excess") {
  CHECK(stacked({0.5, 0, 0.25, 0, 0.25}, 8) == "████▒▒··");
  CHECK(stacked({0.3, 0.3, 0.4, 0, 0}, 5) == "██▓▒▒");
  CHECK(stacked({0, 0, 0, 0, 0}, 5).empty());
}

TEST_CASE("words are wrapped below the first word, numbers kept whole") {
  CHECK(wrapped("  • ", "one two three four", 17) == "  • one two three\n    four\n");
  CHECK(wrapped("", "it is 12 345 in 99 % of all", 16) == "it is 12 345 in\n99 % of all\n");
  CHECK(wrapped("", "abcdefghijklmnop", 10) == "abcdefghij\nklmnop\n");
  CHECK(wrapped("lead", "", 20) == "lead\n");
}

TEST_CASE("text is cut with a mark, in characters") {
  CHECK(cut("größer", 6) == "größer");
  CHECK(cut("größer", 4) == "grö…");
  CHECK(cut("ab cd", 4) == "ab…");
  CHECK(one_line(" a\nb\033c\xC2\x85"
                 "d ") == "a b c d");
}

TEST_CASE("a table puts decimal points below each other") {
  Table table({{Align::left}, {Align::decimal}, {Align::right}});
  table.head({"", "t", "x"});
  table.row({"a", "24.7", ""});
  table.row({"bc", "0.340", ""});
  table.row({"d", "–", ""});
  CHECK(table.render({}).text ==
        "         t\n"
        "a   24.7\n"
        "bc   0.340\n"
        "d        –\n");
}

TEST_CASE("a table leaves columns out by rank and names them") {
  Table table({{Align::left}, {Align::right, 2, 1, "one"}, {Align::right, 2, 2, "two"}});
  table.row({"name", "12345678", "12345678"});
  CHECK(table.render({false, 30}).left_out.empty());
  CHECK(table.render({false, 20}).left_out == std::vector<std::string>{"two"});
  CHECK(table.render({false, 10}).left_out == std::vector<std::string>{"one", "two"});
  CHECK(with_note(table.render({false, 20}), {}) ==
        "name  12345678\n  without two, for want of width (see --json)\n");
}

}  // namespace holon::report
