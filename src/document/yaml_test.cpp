// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "document/node.h"

namespace holon::document {
namespace {

using base::Code;

base::SourcePtr source_of(const std::string& text) {
  return std::make_shared<const base::SourceText>("study.yaml", text);
}

Document document(const std::string& text) {
  auto out = parse(source_of(text));
  CAPTURE(text);
  REQUIRE(out.has_value());
  return *out;
}

base::Diagnostic refusal(const std::string& text) {
  const auto out = parse(source_of(text));
  CAPTURE(text);
  REQUIRE(!out.has_value());
  REQUIRE(out.error().size() == 1);
  return out.error().front();
}

std::string place(const base::Span& span) {
  const auto at = span.source->locate(span.offset);
  return fmt::format("{}:{}", at.line, at.column);
}

std::string written(const base::Span& span) {
  return span.source->text().substr(span.offset, span.length);
}

}  // namespace

TEST_CASE("every key and value knows its line and column") {
  const auto read = document(
      "title: BLOOM\n"
      "places:\n"
      "  jean zay: {grid: FR, pue: 1.2}\n"
      "  \"naïve café\": [1 kg, 'two']\n"
      "note: |\n"
      "  several\n"
      "  lines\n");
  const auto& root = read.root;
  CHECK(place(root.entries[0].key_span) == "1:1");
  CHECK(place(root.entries[0].value.span) == "1:8");
  CHECK(written(root.entries[0].value.span) == "BLOOM");
  const auto& places = root.entries[1].value;
  CHECK(place(places.entries[0].key_span) == "3:3");
  CHECK(written(places.entries[0].key_span) == "jean zay");
  const auto& zay = places.entries[0].value;
  CHECK(place(zay.span) == "3:13");
  CHECK(place(zay.find("pue")->span) == "3:29");
  CHECK(written(zay.find("pue")->span) == "1.2");
  // columns count characters, not bytes
  const auto& cafe = places.entries[1];
  CHECK(cafe.key == "naïve café");
  CHECK(place(cafe.key_span) == "4:3");
  CHECK(place(cafe.value.span) == "4:17");
  CHECK(place(cafe.value.items[1].span) == "4:24");
  CHECK(written(cafe.value.items[1].span) == "'two'");
  CHECK(cafe.value.items[1].text == "two");
  CHECK(root.find("note")->text == "several\nlines\n");
}

TEST_CASE("in a long line of wide characters every value knows its place") {
  std::string text = "# \u00e4\u20ac\U0001f600\r\nlist: [";
  std::vector<std::string> words;
  for (int i = 0; i < 1000; ++i) words.push_back(fmt::format("\u00e9l\u20acment\U0001f600 {}", i));
  const auto read =
      document(fmt::format("{}{}]\r\nlast: \u00fc1\r\n", text, fmt::join(words, ", ")));
  const auto& list = read.root.entries[0].value;
  REQUIRE(list.items.size() == words.size());
  for (std::size_t i = 0; i < words.size(); ++i) CHECK(written(list.items[i].span) == words[i]);
  CHECK(place(list.items[2].span) == "2:32");
  CHECK(written(read.root.entries[1].key_span) == "last");
  CHECK(written(read.root.entries[1].value.span) == "\u00fc1");
}

TEST_CASE("line ends that only YAML knows move no place behind them") {
  const auto read = document("first: 1\rsecond: \"a\u2028b\"\nthird: 3\n");
  CHECK(written(read.root.entries[0].value.span) == "1");
  CHECK(written(read.root.entries[1].value.span) == "\"a\u2028b\"");
  CHECK(written(read.root.entries[2].key_span) == "third");
}

TEST_CASE("a part of a value has its own place") {
  const auto read = document("energy: 5 kwh\nquoted: \"é: 5 kwh\"\n");
  CHECK(place(read.root.find("energy")->inside(2, 3)) == "1:11");
  CHECK(written(read.root.find("energy")->inside(2, 3)) == "kwh");
  CHECK(written(read.root.find("quoted")->inside(6, 3)) == "kwh");
  CHECK(place(read.root.find("quoted")->inside(6, 3)) == "2:15");
}

TEST_CASE("names are found whatever their case, spaces and underscores") {
  const auto read = document("Life_Cycle:\n  x: 1\n");
  CHECK(read.root.find("life cycle") != nullptr);
  CHECK(read.root.find("life") == nullptr);
}

TEST_CASE("a key that stands twice is reported with the first place") {
  const auto read = document("a: 1\nb: 2\nA: 3\n");
  REQUIRE(read.diagnostics.size() == 1);
  const auto& diagnostic = read.diagnostics.front();
  CHECK(diagnostic.code == Code::duplicate_key);
  CHECK(place(diagnostic.where) == "3:1");
  REQUIRE(diagnostic.notes.size() == 1);
  CHECK(place(diagnostic.notes.front().where) == "1:1");
  CHECK(read.root.find("a")->text == "1");
}

TEST_CASE("an equation that YAML cut at a comma is put together again") {
  const auto read = document("x: {change: = max(a, b), unit: kg}\n");
  REQUIRE(read.diagnostics.size() == 1);
  const auto& diagnostic = read.diagnostics.front();
  CHECK(diagnostic.code == Code::equation_cut);
  CHECK(place(diagnostic.where) == "1:13");
  CHECK(written(diagnostic.where) == "= max(a, b)");
  CHECK(diagnostic.help.front().find("\"= max(a, b)\"") != std::string::npos);
  CHECK(read.root.find("x")->find("change")->broken);
  CHECK(read.root.find("x")->find("unit")->text == "kg");
}

TEST_CASE("an equation cut at two commas is one mistake or more, never none") {
  CHECK(!document("x: {change: = max(a, b, c)}\n").diagnostics.empty());
  CHECK(document("x: {change: \"= max(a, b)\", y: 2}\n").diagnostics.empty());
  CHECK(document("x:\n  change: = max(a, b)\n").diagnostics.empty());
}

TEST_CASE("a comment behind an equation is seen") {
  const auto read = document("x: = a * b # c\ny: = a * b\nz: \"= a # b\"\n");
  CHECK(is_followed_by_comment(*read.root.find("x")));
  CHECK(!is_followed_by_comment(*read.root.find("y")));
  CHECK(!is_followed_by_comment(*read.root.find("z")));
  CHECK(read.root.find("x")->is_equation());
}

TEST_CASE("what is not YAML is one mistake, where it is") {
  CHECK(refusal("a: [1, 2\nb: 3\n").code == Code::yaml_syntax);
  CHECK(refusal("a: 1\n\tb: 2\n").help.front().find("tabs") != std::string::npos);
  CHECK(refusal("a: b: c\n").code == Code::yaml_syntax);
  CHECK(refusal("a: {x: = f(y: 2)}\n").code == Code::yaml_syntax);
  CHECK(refusal("\"open\n").code == Code::yaml_syntax);
  CHECK(refusal("a: \xff\xfe\n").message.find("UTF-8") != std::string::npos);
  CHECK(refusal("}\n").code == Code::yaml_syntax);
  CHECK(place(refusal("a: 1\nb: ]\n").where) == "2:4");
}

TEST_CASE("what studies do not use of YAML is refused") {
  CHECK(refusal("a: &x 1\n").code == Code::not_in_language);
  CHECK(refusal("a: *x\n").code == Code::not_in_language);
  CHECK(refusal("a: !tag 1\n").code == Code::not_in_language);
  CHECK(refusal("? [1, 2]\n: 3\n").code == Code::not_in_language);
  CHECK(refusal("a: 1\n---\nb: 2\n").code == Code::not_in_language);
}

TEST_CASE("no depth and no size exhausts the reader") {
  CHECK(refusal("a: " + std::string(10'000, '[')).code == Code::too_large);
  std::string many;
  for (int i = 0; i < 250'000; ++i) many += "- 1\n";
  CHECK(refusal(many).code == Code::too_large);
}

TEST_CASE("an empty document is an empty root") {
  CHECK(document("").root.is_empty());
  CHECK(document("# only a comment\n").root.is_empty());
  CHECK(document("a:\n").root.find("a")->is_empty());
  CHECK(document("a: ~\n").root.find("a")->is_empty());
  CHECK(document("a: \"~\"\n").root.find("a")->is_scalar());
}

TEST_CASE("unknown keys are reported with the nearest known one") {
  const auto read = document("titel: x\ntime: y\nquux: z\n");
  base::Diagnostics diagnostics;
  check_keys(read.root, {"title", "time"}, "a study", diagnostics);
  REQUIRE(diagnostics.size() == 2);
  CHECK(diagnostics[0].code == Code::unknown_key);
  CHECK(diagnostics[0].help.front() == "did you mean `title`?");
  CHECK(diagnostics[1].help.front() == "a study may have: title and time");
  CHECK(place(diagnostics[1].where) == "3:1");
}

TEST_CASE("JSON is read like YAML") {
  const auto read = document("{\"a\": {\"b\": [1, \"two\", null, true]}, \"c\": \"x\\u00e9\\n\"}");
  CHECK(read.root.find("a")->find("b")->items.size() == 4);
  CHECK(read.root.find("a")->find("b")->items[2].is_empty());
  CHECK(read.root.find("c")->text == "xé\n");
}

}  // namespace holon::document
