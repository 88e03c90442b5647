// SPDX-License-Identifier: Apache-2.0
//
// Feedback loops on one core: what scores cost beside a run, and what the search for all loops
// takes. See bench/README.md.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "base/source_text.h"
#include "engine/block.h"
#include "engine/loops/causal_graph.h"
#include "engine/loops/loop_search.h"
#include "engine/loops/polarity.h"
#include "model/formats/build.h"
#include "model/formats/vensim.h"

namespace holon::bench {
namespace {

using namespace engine::loops;  // NOLINT(google-build-using-namespace): the subject of this file

constexpr int kRepetitions = 9;

/// Milliseconds, the median of some repetitions.
template <class Action>
double milliseconds(Action action) {
  std::vector<double> out;
  for (int i = 0; i < kRepetitions; ++i) {
    const auto start = std::chrono::steady_clock::now();
    action();
    const std::chrono::duration<double, std::milli> passed =
        std::chrono::steady_clock::now() - start;
    out.push_back(passed.count());
  }
  std::nth_element(out.begin(), out.begin() + kRepetitions / 2, out.end());
  return out[kRepetitions / 2];
}

std::size_t on_loops(const std::vector<std::uint32_t>& partition) {
  return static_cast<std::size_t>(
      std::count_if(partition.begin(), partition.end(), [](auto p) { return p != kNoPartition; }));
}

void time_search(std::uint32_t nodes, const std::vector<Arc>& arcs, std::size_t samples) {
  SearchLimits limits;
  limits.threads = 1;
  FoundCycles found;
  const auto took = milliseconds([&] { found = all_cycles(nodes, arcs, samples, limits); });
  const auto partition = partitions(nodes, arcs, samples);
  fmt::print("  {} of {} nodes on loops, {} links, {} samples: ", on_loops(partition), nodes,
             arcs.size(), samples);
  if (found.complete)
    fmt::print("{} loops, {} of them reach 0.1 %", found.count, found.kept.size());
  else
    fmt::print("given up");
  fmt::print("; exact search {:.1f} ms\n", took);
}

/// A graph of the size of World3: a strongly connected component of 135 nodes with 258 links,
/// looked at 401 times. Links lead on in a row, and back and forth within `reach` nodes; one in
/// four acts at a part of the time only.
void time_graph(std::uint32_t reach, std::uint64_t seed) {
  constexpr std::uint32_t kNodes = 135;
  constexpr std::size_t kLinks = 258;
  constexpr std::size_t kSamples = 401;
  std::mt19937_64 random(seed);
  const auto roll = [&](std::uint64_t sides) { return random() % sides; };
  const auto uniform = [&] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
  std::vector<Arc> arcs;
  const auto add = [&](std::uint32_t from, std::uint32_t to) {
    const bool is_there = std::any_of(
        arcs.begin(), arcs.end(), [&](const Arc& arc) { return arc.from == from && arc.to == to; });
    if (!is_there && from != to) arcs.push_back({from, to, nullptr});
  };
  for (std::uint32_t v = 0; v + 1 < kNodes; ++v) add(v, v + 1);
  for (std::uint32_t v = reach; v < kNodes; v += reach) add(v, v - reach);
  add(kNodes - 1, kNodes - 1 - reach);
  while (arcs.size() < kLinks) {
    const auto from = static_cast<std::uint32_t>(roll(kNodes));
    const auto to = static_cast<std::int64_t>(from) + static_cast<std::int64_t>(roll(2 * reach)) -
                    static_cast<std::int64_t>(reach);
    if (to >= 0 && to < kNodes) add(from, static_cast<std::uint32_t>(to));
  }
  std::vector<std::vector<double>> scores;
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    const auto first = roll(4) == 0 ? roll(kSamples) : 0;
    const double size = 0.1 + uniform();
    const double drift = uniform();
    auto& score = scores.emplace_back(kSamples);
    for (std::size_t t = first; t < kSamples; ++t)
      score[t] = size * std::exp(drift * std::sin(0.01 * static_cast<double>(t * (1 + i % 7))));
  }
  for (std::size_t i = 0; i < arcs.size(); ++i) arcs[i].score = scores[i].data();
  fmt::print("graph, links over at most {} nodes, seed {}\n", reach, seed);
  time_search(kNodes, arcs, kSamples);
}

model::Model model_of(const std::string& path) {
  const auto source = std::make_shared<const base::SourceText>(path, base::read_file(path));
  auto script = model::formats::read_vensim(source);
  auto built = model::formats::build(script.value(), {});
  return model::finished_without_units(std::move(built.value().model)).value();
}

// a run as it is before anybody looks at loops: every variable, at every step
double run_time(const model::Model& model) {
  std::vector<engine::Output> outputs;
  for (model::VariableId id = 0; id < model.variables.size(); ++id)
    outputs.push_back({"", model::variable(id), true, 1});
  const auto program = engine::compile(model, outputs);
  const auto entries = std::size_t{model.time.steps} + 1;
  std::vector<double> values(outputs.size() * entries);
  return milliseconds([&] {
    engine::Block block(program, engine::best_instruction_set(), engine::kLaneChoices[0], 1);
    block.run(0, [&](std::size_t output, std::uint32_t step, const double* lanes) {
      values[output * entries + step] = lanes[0];
    });
  });
}

void time_model(const std::string& path) {
  const auto model = model_of(path);
  fmt::print("{}\n", path);
  const auto run = run_time(model);
  const auto structure = structure_of(model, 0);
  const auto causal = causal_links(structure, link_polarities(model, structure));
  Period period;
  period.from = model.time.start;
  period.to = model.time.start + model.time.length();
  const auto states = milliseconds([&] { const Trajectory again(model, structure, 0, period); });
  const Trajectory trajectory(model, structure, 0, period);
  const auto plain =
      milliseconds([&] { (void)score_links(structure, trajectory, ScoreMethod::discrete); });
  const auto links = score_links(structure, trajectory, ScoreMethod::discrete);
  const auto contracted = milliseconds([&] { (void)causal_scores(causal, links); });
  const auto scores = causal_scores(causal, links);
  fmt::print(
      "  run {:.2f} ms; compile, run and keep {:.2f} ms; compile and score {} links {:.2f} ms; "
      "join them {:.2f} ms: scores {:.1f} runs, {:.2f} of what comes before\n",
      run, states, structure.links.size(), plain, contracted, (plain + contracted) / run,
      (plain + contracted) / states);
  std::vector<Arc> arcs;
  for (std::size_t i = 0; i < causal.size(); ++i) {
    arcs.push_back({static_cast<std::uint32_t>(causal[i].from),
                    static_cast<std::uint32_t>(causal[i].to), scores.of(i)});
  }
  time_search(static_cast<std::uint32_t>(structure.nodes.size()), arcs, scores.samples());
}

}  // namespace
}  // namespace holon::bench

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) holon::bench::time_model(arguments[i]);
  for (const std::uint32_t reach : {6U, 8U, 10U, 12U}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) holon::bench::time_graph(reach, seed);
  }
}
