// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <limits>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/diagnostic.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "model/function.h"
#include "quantity/unit_table.h"
#include "study/category.h"
#include "study/field.h"

namespace holon::cli {
namespace {

int list_codes() {
  print("Codes of diagnostics. `holon explain CODE` tells more of one.\n\n");
  for (const auto& text : base::all_codes())
    print(fmt::format("  {}  {}\n", base::code_name(text.code), text.title));
  print("\nAlso: holon explain functions | units | categories | fields\n");
  return kDone;
}

int list_functions() {
  print("Functions of the equation language.\n\n");
  for (const auto& function : model::functions()) {
    const auto signature = function.most == 0
                               ? std::string(function.name)
                               : fmt::format("{}({})", function.name, function.arguments);
    print(fmt::format("  {:<36}  {}\n", signature, function.text));
  }
  return kDone;
}

int list_units() {
  print(
      "Units. SI prefixes go with W, Wh, J, g, L, m, s; kilo and above with t, B, FLOP, token and "
      "money.\n\n");
  std::string_view last;
  for (const auto& row : quantity::unit_rows()) {
    const auto measures = row.base.empty()    ? "plain number"
                          : row.per_time != 0 ? "power"
                                              : row.base;
    if (measures != last) print(fmt::format("{}  {:<14}", last.empty() ? "" : "\n", measures));
    print(fmt::format(" {}", row.name));
    last = measures;
  }
  print("\n\nKinds, written behind a unit:");
  for (const auto& row : quantity::kind_rows())
    print(fmt::format("  {} ({})", row.words, row.base));
  print("\n");
  return kDone;
}

int list_categories() {
  for (const auto& category : study::categories())
    print(fmt::format("  {:<28} {}\n", category.name, category.unit));
  return kDone;
}

using Block = study::BlockKind;
constexpr std::array kBlocks{
    Block::study,       Block::time,        Block::place,    Block::hardware,  Block::transport,
    Block::second_life, Block::end_of_life, Block::part,     Block::activity,  Block::hardware_use,
    Block::storage,     Block::network,     Block::measured, Block::dimension, Block::feedback,
    Block::cap,         Block::budget};

int list_fields() {
  for (const auto kind : kBlocks) {
    print(fmt::format("{}\n", study::name(kind)));
    for (const auto& field : study::fields(kind))
      print(fmt::format("  {:<28} [{}] {}\n", field.name, field.unit, field.text));
    for (const auto& key : study::other_keys(kind))
      print(fmt::format("  {:<28} {}\n", key.name, key.text));
    print("\n");
  }
  return kDone;
}

// --- the same as Markdown, for tools/reference.py: with what a terminal has no room for

std::string_view prefixes_of(const quantity::UnitRow& row) {
  switch (row.prefixes) {
    case quantity::Prefixes::none:
      return "";
    case quantity::Prefixes::si:
      return "n to Y";
    case quantity::Prefixes::large:
      return "k to Y";
    case quantity::Prefixes::si_long:
      return "nano to yotta";
    case quantity::Prefixes::binary:
      return "k to Y, Ki to Pi";
  }
  return "";
}

int write_units() {
  print("| unit | measures | in base units | prefixes | plural |\n|---|---|---|---|---|\n");
  for (const auto& row : quantity::unit_rows()) {
    const auto measures = row.base.empty()    ? "plain number"
                          : row.per_time != 0 ? "power"
                                              : row.base;
    print(fmt::format("| `{}` | {} | {} | {} | {} |\n", row.name, measures, base::exact(row.scale),
                      prefixes_of(row), row.plural ? "yes" : ""));
  }
  print("\n| prefix | word | factor |\n|---|---|---|\n");
  for (const auto& row : quantity::prefix_rows())
    print(fmt::format("| `{}` | {} | {} |\n", row.symbol, row.word, base::exact(row.factor)));
  print("\n| kind | of |\n|---|---|\n");
  for (const auto& row : quantity::kind_rows())
    print(fmt::format("| `{}` | {} |\n", row.words, row.base));
  print("\n| refused | why | write instead |\n|---|---|---|\n");
  for (const auto& row : quantity::ambiguous_rows())
    print(fmt::format("| `{}` | {} | {} |\n", row.name, row.reason, row.help));
  return kDone;
}

// "1 to 10", "at least 0"
std::string range_of(const study::Field& field) {
  return field.high < std::numeric_limits<double>::infinity()
             ? fmt::format("{} to {}", base::exact(field.low), base::exact(field.high))
             : fmt::format("at least {}", base::exact(field.low));
}

int write_fields() {
  for (const auto kind : kBlocks) {
    print(fmt::format("## Keys of {}\n\n| key | unit | range | meaning |\n|---|---|---|---|\n",
                      study::name(kind)));
    for (const auto& field : study::fields(kind))
      print(fmt::format("| `{}` | {} | {} | {} |\n", field.name, field.unit, range_of(field),
                        field.text));
    for (const auto& key : study::other_keys(kind))
      print(fmt::format("| `{}` | | | {} |\n", key.name, key.text));
    print("\n");
  }
  return kDone;
}

int write_markdown(const std::string& topic) {
  const auto key = base::lower(topic);
  if (key == "units") return write_units();
  if (key == "fields") return write_fields();
  say("holon: --markdown is there for: units, fields\n  help: the other topics read the same in "
      "both\n");
  return kWrongUsage;
}

int explain(const std::string& topic) {
  // 205 and E205 are E0205
  const auto digits = topic.starts_with('E') || topic.starts_with('e') ? topic.substr(1) : topic;
  const bool is_number = !digits.empty() && digits.size() <= 4 &&
                         digits.find_first_not_of("0123456789") == std::string::npos;
  const auto key = is_number ? fmt::format("e{:0>4}", digits) : base::lower(topic);
  if (topic.empty()) return list_codes();
  if (key == "functions") return list_functions();
  if (key == "units") return list_units();
  if (key == "categories") return list_categories();
  if (key == "fields") return list_fields();
  std::vector<std::string> names{"functions", "units", "categories", "fields"};
  for (const auto& text : base::all_codes()) {
    names.push_back(base::code_name(text.code));
    if (base::lower(names.back()) != key) continue;
    print(fmt::format("{}: {}\n\n{}", names.back(), text.title, text.explanation));
    return kDone;
  }
  if (const auto* function = model::find_function(topic)) {
    print(fmt::format("{}({})\n\n{}\n\nexample: {} gives {}\n", function->name, function->arguments,
                      function->text, function->example, base::exact(function->example_value)));
    return kDone;
  }
  const auto near = is_number ? std::nullopt : base::nearest(topic, names);
  say(fmt::format(
      "holon: there is nothing to explain called `{}`.\n  help: {}\n", topic,
      near ? fmt::format("did you mean `{}`?", *near) : "`holon explain` lists all codes"));
  return kWrongUsage;
}

}  // namespace

Command add_explain(CLI::App& app) {
  auto* command = app.add_subcommand(
      "explain", "What a diagnostic means and how to mend it; also functions, units, fields");
  auto topic = std::make_shared<std::string>();
  command->footer(
      "Examples:\n  holon explain E0205\n  holon explain functions\n  holon explain smooth\n  "
      "holon explain fields\n");
  command->add_option("TOPIC", *topic,
                      "A code, a function, or: functions, units, categories, fields");
  auto markdown = std::make_shared<bool>(false);
  // hidden: what docs/reference is made with (tools/reference.py)
  command->add_flag("--markdown", *markdown, "Units and fields as Markdown tables")->group("");
  return [topic, markdown] { return *markdown ? write_markdown(*topic) : explain(*topic); };
}

}  // namespace holon::cli
