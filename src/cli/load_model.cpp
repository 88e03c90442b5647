// SPDX-License-Identifier: Apache-2.0
#include "cli/load_model.h"

#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/option_checks.h"
#include "document/node.h"
#include "document/quantity_reader.h"
#include "model/formats/data_series.h"
#include "model/formats/vensim.h"
#include "model/formats/xmile.h"
#include "model/method_check.h"
#include "model/order_check.h"
#include "quantity/sampler.h"
#include "report/json.h"
#include "study/arrays.h"

namespace holon::cli {
namespace {

using base::Code;
using model::formats::BuildOptions;
using model::formats::Built;

base::Diagnostics wrong(Code code, std::string message, std::string help) {
  return {{code, std::move(message), {}, "", {}, {std::move(help)}}};
}

std::string ending_of(const std::string& path) {
  return base::lower(std::filesystem::path(path).extension().string());
}

bool is_study_file(const std::string& path) {
  const auto ending = ending_of(path);
  return path == "-" || ending == ".yaml" || ending == ".yml";
}

base::Result<model::formats::Script> script_of(const std::string& path) {
  const auto source = source_of(path);
  if (!source) return tl::unexpected(source.error());
  const auto ending = ending_of(path);
  if (ending == ".mdl") return model::formats::read_vensim(*source);
  if (ending == ".xmile" || ending == ".stmx" || ending == ".itmx")
    return model::formats::read_xmile(*source);
  return tl::unexpected(wrong(Code::not_read, fmt::format("{} is no model that holon reads", path),
                              "it reads .mdl, .xmile, .stmx, .itmx and studies as .yaml"));
}

// NAME=QUANTITY: a certain one is another value, an uncertain one is drawn
void add_setting(const std::string& text, BuildOptions& out, base::Diagnostics& diagnostics) {
  // names may hold `=` in quotes: the last one divides
  const auto sign = text.rfind('=');
  const auto name = std::string(base::trim(text.substr(0, sign)));
  const auto source =
      std::make_shared<const base::SourceText>("--set " + name, text.substr(sign + 1));
  auto parsed = quantity::parse_quantity(source->text());
  if (!parsed) {
    const auto& error = parsed.error();
    diagnostics.push_back(
        {error.code, error.message, {source, 0, source->text().size()}, "", {}, error.help});
    return;
  }
  const quantity::Sampler sampler(*parsed, name);
  if (sampler.is_constant())
    out.settings.emplace_back(name, sampler.draw(0, 0));
  else
    out.inputs.emplace_back(name, std::move(*parsed));
}

void add_inputs_file(const std::string& path, BuildOptions& out, base::Diagnostics& diagnostics) {
  const auto source = source_of(path);
  if (!source) {
    diagnostics.insert(diagnostics.end(), source.error().begin(), source.error().end());
    return;
  }
  const auto tree = document::parse(*source);
  if (!tree) {
    diagnostics.insert(diagnostics.end(), tree.error().begin(), tree.error().end());
    return;
  }
  diagnostics.insert(diagnostics.end(), tree->diagnostics.begin(), tree->diagnostics.end());
  const document::QuantityContext context;
  for (const auto& entry : tree->root.entries) {
    auto quantity = document::read_quantity(entry.value, context, diagnostics);
    if (quantity) out.inputs.emplace_back(entry.key, std::move(*quantity));
  }
}

// a study's model under another method, where that can run it
base::Result<bool> change_method(const ModelOptions& options, model::Model& model) {
  if (const auto method = model::method_named(options.method)) model.time.method = *method;
  if (options.tolerance) model.time.tolerance = *options.tolerance;
  base::Diagnostics diagnostics;
  model::check_study_delays(model, diagnostics);
  model::check_method(model, diagnostics);
  if (base::has_errors(diagnostics)) return tl::unexpected(base::in_order(std::move(diagnostics)));
  return true;
}

base::Result<LoadedModel> loaded_study(const ModelOptions& options) {
  StudyOptions study_options;
  study_options.path = options.path;
  study_options.settings = options.settings;
  study_options.colour = options.colour;
  auto study = read_and_compile(study_options);
  if (!study) return tl::unexpected(study.error());
  LoadedModel out;
  out.is_study = true;
  out.name = study->source_name;
  out.title = study->study.title;
  out.built.model = std::move(study->compiled.model);
  if (const auto changed = change_method(options, out.built.model); !changed)
    return tl::unexpected(changed.error());
  const auto& variables = out.built.model.variables;
  for (model::VariableId id = 0; id < variables.size(); ++id) {
    if (variables[id].name.find('#') != std::string::npos) continue;
    out.built.shown.push_back({variables[id].name, id, out.built.written.size()});
    // elements are asked for by the name of their array, too
    const auto parts = study::split_subscripts(variables[id].name);
    out.built.written.push_back({parts.base + parts.rest, {}, variables[id].unit.text, "", "", {}});
  }
  out.built.save_every = out.built.model.time.step;
  out.built.time_units = "s";
  return out;
}

// the file's own times may be odd, which is told elsewhere; those that are asked for may not
void check_times(const ModelOptions& options, const Built& built) {
  const double start = built.model.time.start;
  if (built.stop >= start || (!options.from && !options.to)) return;
  throw CLI::ValidationError(fmt::format("the run would end at {}, before it begins at {}",
                                         base::exact(built.stop), base::exact(start)));
}

base::Result<LoadedModel> loaded_model(const ModelOptions& options) {
  if (is_study_file(options.path)) return loaded_study(options);
  auto script = script_of(options.path);
  if (!script) return tl::unexpected(script.error());
  BuildOptions build;
  base::Diagnostics diagnostics;
  build.folder = std::filesystem::path(options.path).parent_path().string();
  for (const auto& text : options.settings) add_setting(text, build, diagnostics);
  if (!options.inputs.empty()) add_inputs_file(options.inputs, build, diagnostics);
  for (const auto& path : options.data) {
    const auto data = model::formats::read_data_file(path);
    if (!data) {
      diagnostics.push_back({Code::not_read, data.error().message, {}, "", {}, {}});
      continue;
    }
    const auto& series = data->series();
    build.data.insert(build.data.end(), series.begin(), series.end());
  }
  build.start = options.from;
  build.stop = options.to;
  build.step = options.step;
  build.save_every = options.save_every;
  build.method = model::method_named(options.method);
  if (base::has_errors(diagnostics)) return tl::unexpected(diagnostics);
  auto built = model::formats::build(*script, build);
  if (!built) return tl::unexpected(built.error());
  check_times(options, *built);
  if (options.tolerance) built->model.time.tolerance = *options.tolerance;
  auto finished = model::finished_without_units(std::move(built->model));
  if (!finished) return tl::unexpected(finished.error());
  built->model = std::move(*finished);
  const auto notes = model::notes_on_method(built->model);
  built->warnings.insert(built->warnings.end(), notes.begin(), notes.end());
  LoadedModel out;
  out.built = std::move(*built);
  out.name = options.path;
  out.title = script->title;
  out.script = std::move(*script);
  return out;
}

}  // namespace

std::optional<model::formats::Script> load_script(const std::string& path, ColourChoice colour,
                                                  const std::string& json) {
  auto out = script_of(path);
  if (out) return std::move(*out);
  if (!json.empty()) write_result(json, report::json(out.error()));
  say(out.error(), colour);
  return std::nullopt;
}

std::optional<LoadedModel> load_model(const ModelOptions& options) {
  auto out = loaded_model(options);
  if (!out) {
    if (!options.json.empty()) write_result(options.json, report::json(out.error()));
    say(out.error(), options.colour);
    return std::nullopt;
  }
  say(out->built.warnings, options.colour);
  return std::move(*out);
}

void add_model_options(CLI::App& command, ModelOptions& options) {
  command.add_option("MODEL", options.path, "A .mdl, .xmile, .stmx or study .yaml")->required();
  command
      .add_option("--set", options.settings,
                  "NAME=VALUE, or NAME=QUANTITY such as `0.02 .. 0.04` (again for more)")
      ->check(assignment("NAME=VALUE"))
      ->allow_extra_args(false);
  command.add_option("--inputs", options.inputs,
                     "A YAML file with a quantity for each name, drawn for every sample");
  command.add_option("--data", options.data, "Series for data variables: .csv, .tab or .vdf")
      ->allow_extra_args(false);
  command.add_option("--from", options.from, "Start, in the model's time")->check(finite_number());
  command.add_option("--to", options.to, "End, in the model's time")->check(finite_number());
  command.add_option("--dt", options.step, "Time step")->check(finite_number());
  command.add_option("--save-every", options.save_every, "Time between the rows of the result")
      ->check(finite_number());
  command.add_option("--method", options.method, model::method_names() + "; else the model's own")
      ->check(method_name());
  command
      .add_option("--tolerance", options.tolerance,
                  "Of rk45 and rosenbrock: error of a step, relative to a stock's size (1e-6)")
      ->check(number_between(1e-14, 1));
  command
      .add_option_function<std::string>(
          "--color",
          [&options](const std::string& word) {
            options.colour = word == "always"  ? ColourChoice::always
                             : word == "never" ? ColourChoice::never
                                               : ColourChoice::automatic;
          },
          "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
}

}  // namespace holon::cli
