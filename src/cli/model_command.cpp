// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/output_options.h"
#include "cli/terminal.h"
#include "engine/run_review.h"
#include "model/formats/build.h"
#include "model/formats/script_review.h"
#include "model/formats/script_units.h"
#include "model/formats/vensim.h"
#include "model/formats/xmile.h"
#include "report/json.h"
#include "report/model_listing.h"

namespace holon::cli {
namespace {

/// What is asked of `holon model`.
struct Options {
  ModelOptions model;
  std::string json;
  std::string to;
  bool strict = false;
};

constexpr const char* kShowExamples =
    "Examples:\n"
    "  holon model show model.mdl                           on the terminal\n"
    "  holon model show model.stmx --json - | jq .counts    for programs\n";
constexpr const char* kCheckExamples =
    "Examples:\n"
    "  holon model check model.mdl              every mistake at once\n"
    "  holon model check model.mdl --json - | jq .diagnostics\n"
    "  holon model check model.stmx --strict    end with 1 if there is a warning\n";
constexpr const char* kConvertExamples =
    "Examples:\n"
    "  holon model convert model.mdl --to tidy.mdl      Vensim's language, evenly set\n"
    "  holon model convert model.mdl --to model.xmile   XMILE, which gives the same numbers\n";
constexpr const char* kFunctionsExamples =
    "Examples:\n"
    "  holon model functions | grep -i delay\n";

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string ending_of(const std::string& path) {
  return base::lower(std::filesystem::path(path).extension().string());
}

// --- show ---

int show(const Options& options) {
  const auto script = load_script(options.model.path, options.model.colour, options.json);
  if (!script) return kInvalidInput;
  if (!options.json.empty()) write_result(options.json, report::json(*script));
  if (options.json == "-") return kDone;
  print(report::listing(*script, style_for(options.model.colour)));
  return kDone;
}

// --- check ---

std::string units_line(const model::formats::UnitFindings& units) {
  if (units.stated == 0) return "  units: no variable states one; they were not checked\n";
  if (units.stated == units.variables) return "";
  return fmt::format("  units: {} of {} state theirs\n", units.stated,
                     counted(units.variables, "variable"));
}

// what is suspicious in a model of another tool
base::Diagnostics warnings_of(const LoadedModel& loaded,
                              const model::formats::UnitFindings& units) {
  auto out = units.warnings;
  const auto add = [&](base::Diagnostics more) {
    out.insert(out.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  };
  add(model::formats::review(*loaded.script, loaded.built));
  add(engine::review_run(loaded.built.model));
  return base::in_order(std::move(out));
}

int check(const Options& options) {
  const auto loaded = load_model(options.model);
  if (!loaded) return kInvalidInput;
  const auto& built = loaded->built;
  model::formats::UnitFindings units;
  auto all = built.warnings;
  if (loaded->script) {
    units = model::formats::check_units(*loaded->script);
    const auto found = warnings_of(*loaded, units);
    say(found, options.model.colour);
    all.insert(all.end(), found.begin(), found.end());
  }
  const auto status = options.strict && !all.empty() ? kCheckFailed : kDone;
  if (!options.model.json.empty()) write_result(options.model.json, report::json(all));
  if (options.model.json == "-") return status;
  print(fmt::format("{}: no mistakes, {}; {}, {} with all elements\n", loaded->name,
                    all.empty() ? "no warnings" : counted(all.size(), "warning"),
                    counted(built.written.size(), "variable"), built.shown.size()));
  if (loaded->script) {
    print(units_line(units));
    for (const auto& part : loaded->script->skipped) print(fmt::format("  left out: {}\n", part));
  }
  return status;
}

// --- convert ---

int refuse(const std::string& message, const std::string& help) {
  say(fmt::format("holon: {}\n  help: {}\n", message, help));
  return kWrongUsage;
}

int convert(const Options& options) {
  const auto script = load_script(options.model.path, options.model.colour);
  if (!script) return kInvalidInput;
  const auto ending = options.to == "-" ? ".mdl" : ending_of(options.to);
  if (ending == ".xmile" || ending == ".stmx") {
    write_result(options.to, model::formats::write_xmile(*script));
    for (const auto& part : script->skipped) say(fmt::format("left out: {}\n", part));
    return kDone;
  }
  if (ending != ".mdl")
    return refuse(fmt::format("{} is no model that holon writes", options.to),
                  "it writes .xmile, .stmx and .mdl");
  if (script->dialect != model::formats::Dialect::vensim)
    return refuse(fmt::format("{} is written in XMILE's language, which Vensim does not have",
                              options.model.path),
                  "stocks, modules and functions mean other things there; holon translates only "
                  "from Vensim to XMILE");
  write_result(options.to, model::formats::write_vensim(*script));
  for (const auto& part : script->skipped) say(fmt::format("left out: {}\n", part));
  return kDone;
}

// --- functions ---

std::string names_of(std::string_view names) {
  std::string out;
  for (const auto& name : base::split(names, '|')) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? "-" : out;
}

int functions(const Options& options) {
  if (!options.json.empty()) {
    write_result(options.json, report::functions_json());
    return kDone;
  }
  print("Functions of Vensim and XMILE that holon runs: name in Vensim, in XMILE, arguments.\n\n");
  for (const auto& function : model::formats::dialect_functions()) {
    print(fmt::format("  {:<26}  {:<22}  {}\n", names_of(function.vensim), names_of(function.xmile),
                      function.most == 0 ? "no arguments" : function.arguments));
    print(fmt::format("      {}\n", function.text));
  }
  return kDone;
}

CLI::App* add_show(CLI::App& model, Options& options) {
  auto* command = model.add_subcommand("show", "List what a model has");
  command->add_option("MODEL", options.model.path, "A .mdl, .xmile or .stmx")->required();
  command->add_option("--json", options.json, "Where JSON goes; - for standard output");
  add_colour(*command, options.model.colour);
  command->footer(kShowExamples);
  return command;
}

CLI::App* add_model_check(CLI::App& model, Options& options) {
  auto* command =
      model.add_subcommand("check", "Find mistakes, units that do not fit, and what is suspicious");
  add_model_options(*command, options.model);
  command->add_option("--json", options.model.json,
                      "Where mistakes and warnings go as JSON; - for standard output");
  command->add_flag("--strict", options.strict, "End with 1 if there is a warning");
  command->footer(kCheckExamples);
  return command;
}

CLI::App* add_convert(CLI::App& model, Options& options) {
  auto* command = model.add_subcommand("convert", "Write a model in another format");
  command->add_option("MODEL", options.model.path, "A .mdl, .xmile or .stmx")->required();
  command->add_option("--to", options.to, "The file to write; its ending says the format")
      ->required();
  add_colour(*command, options.model.colour);
  command->footer(kConvertExamples);
  return command;
}

void add_functions(CLI::App& model, Options& options) {
  auto* command = model.add_subcommand("functions", "List the functions of Vensim and XMILE");
  command->add_option("--json", options.json,
                      "Where JSON goes, with unit rules and examples; - for standard output");
  command->footer(kFunctionsExamples);
}

}  // namespace

Command add_model(CLI::App& app) {
  auto* command = app.add_subcommand("model", "Model files of Vensim, Stella and XMILE");
  auto options = std::make_shared<Options>();
  command->footer(
      "Examples:\n  holon model show model.mdl\n  holon model check model.stmx\n"
      "  holon model convert model.mdl --to tidy.mdl\n  holon model functions\n");
  const auto* show_command = add_show(*command, *options);
  const auto* check_command = add_model_check(*command, *options);
  const auto* convert_command = add_convert(*command, *options);
  add_functions(*command, *options);
  command->require_subcommand(1);
  return [=] {
    if (show_command->parsed()) return show(*options);
    if (check_command->parsed()) return check(*options);
    if (convert_command->parsed()) return convert(*options);
    return functions(*options);
  };
}

}  // namespace holon::cli
