// SPDX-License-Identifier: Apache-2.0
//
// The cards of tests/lint-cards: built from published figures, right ones and wrong ones.
#include "findings/card_lint.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <doctest/doctest.h>

#include "base/file.h"
#include "catalog/csv.h"

namespace holon::findings {
namespace {

const std::string kFolder = "tests/lint-cards/";

std::vector<LintFinding> lint_text(const std::string& name, const std::string& text) {
  const auto tables = read_card(std::make_shared<const base::SourceText>(name, text));
  CAPTURE(name);
  REQUIRE(tables.has_value());
  std::vector<LintFinding> out;
  for (const auto& table : *tables) {
    for (auto& one : lint(table, catalog::Catalog::embedded())) out.push_back(std::move(one));
  }
  return out;
}

std::string in_words(const std::vector<LintFinding>& found) {
  std::string out;
  for (const auto& one : found)
    out += one.check + ": " + one.subject + ": " + one.message + ": " + one.arithmetic + "\n";
  return out;
}

TEST_CASE("the lint is silent on right cards and tells what is wrong with wrong ones") {
  const auto list = base::read_file(kFolder + "cards.csv");
  const catalog::Table cards(list);
  std::size_t right = 0;
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const auto row = cards.row(i);
    const std::string file(row["file"]);
    const auto found = lint_text(file, base::read_file(kFolder + file));
    INFO(file << "\n" << in_words(found));
    CHECK(!row["source"].empty());
    if (row["expects"].empty()) {
      ++right;
      CHECK(found.empty());
    } else {
      ++wrong;
      CHECK(std::any_of(found.begin(), found.end(),
                        [&](const LintFinding& one) { return one.check == row["expects"]; }));
      CHECK(std::all_of(found.begin(), found.end(),
                        [](const LintFinding& one) { return !one.arithmetic.empty(); }));
    }
  }
  CHECK(right >= 20);
  CHECK(wrong >= 20);

  // every card is in the list
  std::size_t files = 0;
  for (const auto* kind : {"correct", "wrong"}) {
    for (const auto& entry : std::filesystem::directory_iterator(kFolder + kind))
      files += entry.is_regular_file() ? 1 : 0;
  }
  CHECK(files == cards.size());
}

TEST_CASE("numbers of cells are read as printed") {
  CHECK(parse_cell_number("1,082,990")->value == 1082990);
  CHECK(parse_cell_number("~3.2 t")->value == doctest::Approx(3.2));
  CHECK(parse_cell_number("2.91e21")->value == doctest::Approx(2.91e21));
  CHECK(parse_cell_number("42 %")->value == 42);
  CHECK(parse_cell_number("3.2")->rounding == doctest::Approx(0.05 / 3.2));
  CHECK(parse_cell_number("1900")->rounding == doctest::Approx(50.0 / 1900));
  for (const auto* text : {"", "LLaMA-7B", "7B", "n/a", "–", "x3"}) {
    CAPTURE(text);
    CHECK(!parse_cell_number(text).has_value());
  }
}

TEST_CASE("a card with its metrics in rows is turned") {
  const auto found =
      lint_text("card.csv", "metric,model a\nEnergy (MWh),10\nCarbon (t CO2e),4000\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].check == "unit");
  CHECK(found[0].subject == "model a");
}

TEST_CASE("what is not told is not judged") {
  CHECK(lint_text("a.csv", "Model,Energy (MWh)\na,10\n").empty());
  CHECK(lint_text("b.csv", "Model,Energy (MWh),Carbon (t CO2e)\na,,4\nb,10,\nc,10,0\n").empty());
  CHECK(lint_text("c.csv", "Model,Energy (Wh/prompt),PUE\na,0.24,1.09\n").empty());
}

TEST_CASE("amounts below zero are told, and what is net may be one") {
  const auto found = lint_text("a.csv", "Model,Energy (MWh),Water (L)\na,-10,5\nb,10,−3\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].check == "negative");
  CHECK(found[0].place == "a.csv:2");
  CHECK(found[0].arithmetic == "-10 MWh < 0");
  CHECK(found[1].subject == "b");
  CHECK(lint_text("b.csv", "Model,Energy (MWh),Net carbon (t CO2e)\na,10,-4\n").empty());
}

TEST_CASE("a quote that is never closed is told at its line") {
  const auto tables = read_card(std::make_shared<const base::SourceText>(
      "a.csv", "Model,Energy (MWh)\na,10\n\"b,20\nc,30\n"));
  REQUIRE(!tables.has_value());
  CHECK(tables.error()[0].where.source->locate(tables.error()[0].where.offset).line == 3);
}

TEST_CASE("a card without a table is refused") {
  const auto tables =
      read_card(std::make_shared<const base::SourceText>("card.md", "# A model\n\nIt is good.\n"));
  REQUIRE(!tables.has_value());
  CHECK(tables.error()[0].code == base::Code::no_card);
}

}  // namespace
}  // namespace holon::findings
