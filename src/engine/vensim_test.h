// SPDX-License-Identifier: Apache-2.0
//
// For tests: a model in Vensim's language or in XMILE, run by the plain interpreter.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/diagnostic.h"
#include "engine/interpreter.h"
#include "model/formats/build.h"
#include "model/formats/vensim.h"
#include "model/formats/xmile.h"
#include "model/model.h"

namespace holon::engine {

/// Values at every step, by name.
using VensimRun = std::map<std::string, std::vector<double>>;

inline std::string told(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const auto& diagnostic : diagnostics) out += base::render(diagnostic, false);
  return out;
}

/// Builds a model file's text; what is wrong with it, as text.
inline tl::expected<model::formats::Built, std::string> build_vensim(
    const std::string& path, const std::string& text,
    const model::formats::BuildOptions& options = {}) {
  const auto script =
      model::formats::read_vensim(std::make_shared<const base::SourceText>(path, text));
  if (!script) return tl::unexpected(told(script.error()));
  auto built = model::formats::build(*script, options);
  if (!built) return tl::unexpected(told(built.error()));
  auto finished = model::finished_without_units(std::move(built->model));
  if (!finished) return tl::unexpected(told(finished.error()));
  built->model = std::move(*finished);
  return std::move(*built);
}

inline VensimRun run_built(const model::formats::Built& built) {
  const auto& shown = built.shown;
  // a series stops before the end, where the second of each pair is taken
  std::vector<Output> outputs;
  for (const bool series : {true, false}) {
    for (const auto& one : shown)
      outputs.push_back({one.name, model::variable(one.variable), series});
  }
  const auto result = interpret(built.model, outputs, 1, 0);
  VensimRun out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    auto& values = out[shown[i].name];
    values = result.series[i];
    values.push_back(result.final[shown.size() + i]);
  }
  return out;
}

/// Runs a model in XMILE, as Stella's; fails the test if it has mistakes.
inline VensimRun run_xmile(const std::string& text) {
  const auto script =
      model::formats::read_xmile(std::make_shared<const base::SourceText>("m.stmx", text));
  if (!script) FAIL(told(script.error()));
  auto built = model::formats::build(*script, {});
  if (!built) FAIL(told(built.error()));
  auto finished = model::finished_without_units(std::move(built->model));
  if (!finished) FAIL(told(finished.error()));
  built->model = std::move(*finished);
  return run_built(*built);
}

/// Runs equations from time 0 to `stop` in steps of 1, unless they say other times.
inline VensimRun run_vensim(const std::string& equations, int stop = 4) {
  auto text = "{UTF-8}\n" + equations;
  if (equations.find("INITIAL TIME") == std::string::npos)
    text += "\nINITIAL TIME = 0 ~~|\nFINAL TIME = " + std::to_string(stop) +
            " ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";
  const auto built = build_vensim("m.mdl", text);
  if (!built) FAIL(built.error());
  return run_built(*built);
}

/// What is wrong with equations; nothing where they can be run.
inline std::string vensim_mistakes(const std::string& equations) {
  const auto built = build_vensim("m.mdl", "{UTF-8}\n" + equations);
  return built ? "" : built.error();
}

}  // namespace holon::engine
