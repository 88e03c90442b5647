// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostic.h"

#include <set>
#include <string>

#include <doctest/doctest.h>

#include "base/error.h"

namespace holon::base {
namespace {

SourcePtr source_of(const std::string& text) {
  return std::make_shared<const SourceText>("study.yaml", text);
}

}  // namespace

TEST_CASE("a diagnostic shows the line, the caret, the label and the help") {
  const auto source = source_of("title: x\n  naïve: 350 kW\n");
  const Diagnostic diagnostic{Code::wrong_dimension,
                              "energy written in a unit of power",
                              {source, source->text().find("350"), 6},
                              "is power",
                              {{"expected because of this", {source, 0, 5}}},
                              {"write `350 kWh`"}};
  CHECK(render(diagnostic, false) ==
        "error[E0205]: energy written in a unit of power\n"
        "  ┌─ study.yaml:2:10\n"
        "  │\n"
        "2 │   naïve: 350 kW\n"
        "  │          ^^^^^^ is power\n"
        "  note: expected because of this\n"
        "  ┌─ study.yaml:1:1\n"
        "  │\n"
        "1 │ title: x\n"
        "  │ ^^^^^\n"
        "  help: write `350 kWh`\n");
  CHECK(render(diagnostic, true).find("\033[") != std::string::npos);
}

TEST_CASE("a diagnostic at any place of any text can be shown") {
  for (const std::string text : {"", "\n", "a", "a\r\nb\r\n", "\t\x01x\n", "naïve\n", "no end"}) {
    const auto source = source_of(text);
    for (std::size_t offset = 0; offset <= text.size() + 2; ++offset) {
      for (const std::size_t length : {0U, 1U, 5U, 100U}) {
        const auto shown =
            render({Code::not_a_unit, "x", {source, offset, length}, "", {}, {}}, false);
        CHECK(shown.find('^') != std::string::npos);
        CHECK(shown.find('\x01') == std::string::npos);
      }
    }
  }
  const auto long_line = source_of(std::string(10'000, 'x'));
  CHECK(render({Code::not_a_unit, "x", {long_line, 5000, 4000}, "", {}, {}}, false).size() < 1000);
}

TEST_CASE("diagnostics are put in the order of their places, each once") {
  const auto source = source_of("abc");
  const auto at = [&](std::size_t offset, const char* message) {
    return Diagnostic{Code::not_a_unit, message, {source, offset, 1}, "", {}, {}};
  };
  const auto sorted = in_order({at(2, "b"), at(0, "a"), at(2, "b"), at(2, "c")});
  REQUIRE(sorted.size() == 3);
  CHECK(sorted[0].message == "a");
  CHECK(sorted[2].message == "c");
}

TEST_CASE("a warning is no error") {
  Diagnostic warning{Code::may_be_negative, "x", {}, "", {}, {}, Severity::warning};
  CHECK(!has_errors({warning}));
  CHECK(render(warning, false).starts_with("warning["));
  warning.severity = Severity::error;
  CHECK(has_errors({warning}));
}

TEST_CASE("codes have distinct names and texts that explain") {
  std::set<std::string> names;
  for (const auto& code : all_codes()) {
    CAPTURE(code.title);
    CHECK(names.insert(code_name(code.code)).second);
    CHECK(!code.title.empty());
    CHECK(code.explanation.size() > 40);
  }
  CHECK(code_name(Code::yaml_syntax) == "E0101");
}

TEST_CASE("lines and columns are found both ways, by characters") {
  const SourceText text("x", "aé\n\nbc");
  CHECK(text.locate(0).column == 1);
  CHECK(text.locate(3).column == 3);
  CHECK(text.locate(5).line == 3);
  CHECK(text.locate(999).line == 3);
  for (std::size_t at = 0; at <= text.text().size(); ++at)
    CHECK(text.line_of(at) == text.locate(at).line);
  CHECK(text.line_of(4) == 2);
  CHECK(text.locate(999).column == 3);
  CHECK(text.offset_of({1, 3}) == 3);
  CHECK(text.offset_of({3, 2}) == 6);
  CHECK(text.offset_of({1, 99}) == 3);
  CHECK(text.offset_of({99, 1}) == 7);
  CHECK(text.line(1) == "aé");
  CHECK(text.line(2) == "");
  CHECK(text.line(9) == "");
}

TEST_CASE("a broken promise names its place") {
  CHECK_NOTHROW(check(true, "fine"));
  try {
    check(false, "the sum is positive");
    FAIL("a broken promise passed");
  } catch (const Bug& bug) {
    CHECK(std::string(bug.what()).find("diagnostic_test.cpp") != std::string::npos);
    CHECK(std::string(bug.what()).find("the sum is positive") != std::string::npos);
  }
}

}  // namespace holon::base
