// SPDX-License-Identifier: Apache-2.0
#include "catalog/csv.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/error.h"
#include "base/property_test.h"
#include "base/text.h"

using holon::base::Bug;
using holon::catalog::Table;

namespace {

// what a table is made of, and what may stand in its cells
std::string some_text(holon::base::Dice& dice) {
  std::string out(dice.roll(12), ' ');
  for (char& c : out) c = dice.one_of({'a', ',', '"', '\n', '\r', ' ', '\t', '\xe9'});
  return out;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

TEST_CASE("a table has its header's names and its rows' cells") {
  const Table table("code,value\nFR,56\nUS,369\n");
  REQUIRE(table.size() == 2);
  CHECK(table.row(0)["code"] == "FR");
  CHECK(table.row(1).number("value") == 369);
}

TEST_CASE("lines may end in CRLF, and the last line need not end") {
  const Table table("a,b\r\n1,2\r\n3,\"4\"");
  REQUIRE(table.size() == 2);
  CHECK(table.row(0)["b"] == "2");
  CHECK(table.row(1)["b"] == "4");
}

TEST_CASE("quotes hold commas, line ends and doubled quotes") {
  const Table table("a,b\n\"x, y\",\"two\nlines\"\n\"say \"\"hi\"\"\",\n");
  REQUIRE(table.size() == 2);
  CHECK(table.row(0)["a"] == "x, y");
  CHECK(table.row(0)["b"] == "two\nlines");
  CHECK(table.row(1)["a"] == "say \"hi\"");
  CHECK(table.row(1)["b"] == "");
}

TEST_CASE("every cell knows its line") {
  const Table table("a,b\n1,\"x\ny\"\n2,z\n");
  CHECK(table.header()[1].line == 1);
  CHECK(table.cell(0, 1).line == 2);
  CHECK(table.row(1).line() == 4);
}

TEST_CASE("a table of a header alone has no rows") {
  CHECK(Table("a,b").size() == 0);
  CHECK(Table("a,b\n").size() == 0);
}

TEST_CASE("an empty cell is no number, and a word is a broken promise") {
  const Table table("a,b\n,word\n");
  CHECK_FALSE(table.row(0).number("a").has_value());
  CHECK_THROWS_AS((void)table.row(0).number("b"), Bug);
  CHECK_THROWS_AS((void)table.row(0)["c"], Bug);
}

TEST_CASE("a malformed table is a broken promise that names the line") {
  CHECK_THROWS_WITH_AS(Table("a,b\n1,2\n3\n"),
                       "malformed table, line 3: 1 cells under a header of 2", Bug);
  CHECK_THROWS_WITH_AS(Table("a\n\"x"), "malformed table, line 2: a quote is not closed", Bug);
  CHECK_THROWS_AS(Table("a\nx\"y\n"), Bug);
  CHECK_THROWS_AS(Table("a\n\"x\"y\n"), Bug);
  CHECK_THROWS_AS(Table("a\nx\ry\n"), Bug);
  CHECK_THROWS_AS(Table("a,a\n1,2\n"), Bug);
  CHECK_THROWS_AS(Table("a,\n1,2\n"), Bug);
  CHECK_THROWS_AS(Table(""), Bug);
  CHECK_THROWS_AS(Table("a,b\n\n1,2\n"), Bug);
}

TEST_CASE("whatever is quoted comes back as it was") {
  holon::base::check_always(1000, 60, [](holon::base::Dice& dice) {
    std::vector<std::string> texts(dice.roll(6));
    for (auto& text : texts) text = some_text(dice);
    std::string source = "n,text\n";
    for (std::size_t i = 0; i < texts.size(); ++i) {
      source += std::to_string(i) + "," + quoted(texts[i]) + "\n";
    }
    const Table table(source);
    RC_ASSERT(table.size() == texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      RC_ASSERT(table.row(i)["text"] == texts[i]);
    }
  });
}

TEST_CASE("any text is a table or a broken promise, never anything else") {
  holon::base::check_always(5000, 60, [](holon::base::Dice& dice) {
    try {
      const Table table(some_text(dice));
      RC_ASSERT(!table.header().empty());
    } catch (const Bug&) {
    }
  });
}
