// SPDX-License-Identifier: Apache-2.0
#include "subject.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "document/node.h"
#include "document/quantity_reader.h"
#include "model/formats/build.h"
#include "model/formats/vensim.h"

namespace holon::bench {
namespace {

/// What is watched in a model.
struct Setup {
  std::string_view name;
  std::vector<std::string_view> outputs;
};

const std::vector<Setup>& setups() {
  static const std::vector<Setup> all{
      {"sir", {"Infectious", "Recovered"}},
      {"world",
       {"population", "income per person", "pollution index", "fraction remaining", "efficiency"}},
      {"regions", {"total emission", "all capacity"}},
  };
  return all;
}

base::SourcePtr text_of(const std::string& path) {
  return std::make_shared<const base::SourceText>(path, base::read_file(path));
}

[[noreturn]] void refuse(const base::Diagnostics& diagnostics) {
  throw base::WorldError(base::render(diagnostics.front(), false));
}

// as `holon simulate MODEL --inputs FILE` reads it
model::formats::BuildOptions inputs_of(const std::string& path) {
  const auto tree = document::parse(text_of(path));
  if (!tree) refuse(tree.error());
  model::formats::BuildOptions out;
  base::Diagnostics diagnostics;
  for (const auto& entry : tree->root.entries) {
    auto quantity = document::read_quantity(entry.value, {}, diagnostics);
    if (!quantity) refuse(diagnostics);
    out.inputs.emplace_back(entry.key, std::move(*quantity));
  }
  return out;
}

model::formats::Built built(const std::string& path) {
  const auto script = model::formats::read_vensim(text_of(path + ".mdl"));
  if (!script) refuse(script.error());
  auto out = model::formats::build(*script, inputs_of(path + ".inputs.yaml"));
  if (!out) refuse(out.error());
  auto finished = model::finished_without_units(std::move(out->model));
  if (!finished) refuse(finished.error());
  out->model = std::move(*finished);
  return std::move(*out);
}

}  // namespace

Subject read_subject(std::string_view name, const std::string& folder) {
  const auto setup = std::find_if(setups().begin(), setups().end(),
                                  [&](const Setup& one) { return one.name == name; });
  if (setup == setups().end()) throw base::WorldError(fmt::format("no model is called {}", name));
  auto read = built(fmt::format("{}/{}", folder, name));
  std::vector<engine::Output> outputs;
  const auto every =
      static_cast<std::uint32_t>(std::lround(read.save_every / read.model.time.step));
  for (const auto output : setup->outputs) {
    const auto shown =
        std::find_if(read.shown.begin(), read.shown.end(),
                     [&](const model::formats::Shown& one) { return one.name == output; });
    base::check(shown != read.shown.end(), "the benchmarks' outputs are in their models");
    const auto watched = model::variable(shown->variable);
    outputs.push_back({shown->name, watched, true, every});
    outputs.push_back({shown->name, watched, false, 1});
  }
  Subject out;
  out.name = name;
  out.variables = read.shown.size();
  out.model = std::move(read.model);
  out.program = engine::compile(out.model, outputs);
  for (const auto& variable : out.model.variables) {
    if (variable.role == model::Role::stock) ++out.stocks;
  }
  return out;
}

}  // namespace holon::bench
