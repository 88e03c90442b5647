// SPDX-License-Identifier: Apache-2.0
#include "desk/model_file.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "document/node.h"
#include "document/quantity_reader.h"
#include "model/formats/data_series.h"
#include "model/formats/vensim.h"
#include "model/formats/xmile.h"
#include "model/method_check.h"
#include "model/order_check.h"
#include "quantity/sampler.h"
#include "study/arrays.h"

namespace holon::desk {
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

void add_inputs_file(const std::string& path, const Access& access, BuildOptions& out,
                     base::Diagnostics& diagnostics) {
  const auto source = access.source(path);
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

base::Result<LoadedModel> loaded_study(const ModelOptions& options, const Access& access) {
  auto study = read_and_compile(options.path, options.settings, access);
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

}  // namespace

base::Result<model::formats::Script> read_script(const std::string& path, const Access& access) {
  const auto source = access.source(path);
  if (!source) return tl::unexpected(source.error());
  const auto ending = ending_of(path);
  if (ending == ".mdl") return model::formats::read_vensim(*source);
  if (ending == ".xmile" || ending == ".stmx" || ending == ".itmx")
    return model::formats::read_xmile(*source);
  return tl::unexpected(wrong(Code::not_read, fmt::format("{} is no model that holon reads", path),
                              "it reads .mdl, .xmile, .stmx, .itmx and studies as .yaml"));
}

base::Result<LoadedModel> read_model(const ModelOptions& options, const Access& access) {
  if (is_study_file(study_at(options.path))) return loaded_study(options, access);
  auto script = read_script(options.path, access);
  if (!script) return tl::unexpected(script.error());
  BuildOptions build;
  base::Diagnostics diagnostics;
  build.folder = std::filesystem::path(options.path).parent_path().string();
  for (const auto& text : options.settings) add_setting(text, build, diagnostics);
  if (!options.inputs.empty()) add_inputs_file(options.inputs, access, build, diagnostics);
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

std::string wrong_times(const ModelOptions& options, const LoadedModel& loaded) {
  const double start = loaded.built.model.time.start;
  const double stop = loaded.built.stop;
  if (loaded.is_study || stop >= start || (!options.from && !options.to)) return "";
  return fmt::format("the run would end at {}, before it begins at {}", base::exact(stop),
                     base::exact(start));
}

}  // namespace holon::desk
