// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a study or refused with diagnostics; a study that compiles and is small also runs.
#include <cstdint>
#include <string>

#include "base/error.h"
#include "findings/findings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holon;
  constexpr std::size_t kLongest = 8000;
  if (size > kLongest) return 0;
  const auto source = std::make_shared<const base::SourceText>(
      "fuzz", std::string(reinterpret_cast<const char*>(data), size));
  const auto no_files = [](const std::string&) -> std::string {
    throw base::WorldError("no files in the fuzzer");
  };
  const auto study = study::read_study(source, no_files);
  const auto show = [](const base::Diagnostics& diagnostics) {
    for (const auto& diagnostic : diagnostics) static_cast<void>(base::render(diagnostic, false));
  };
  if (!study) {
    show(study.error());
    return 0;
  }
  const auto compiled = study::compile(*study, catalog::Catalog::embedded(), {});
  if (!compiled) {
    show(compiled.error());
    return 0;
  }
  constexpr std::uint32_t kMostSteps = 200;
  constexpr std::size_t kMostVariables = 5000;
  if (compiled->model.time.steps > kMostSteps) return 0;
  if (compiled->model.variables.size() > kMostVariables) return 0;
  findings::Plan plan;
  plan.engine.samples = 8;
  plan.engine.threads = 1;
  static_cast<void>(findings::assess(*study, *compiled, plan, {}));
  return 0;
}
