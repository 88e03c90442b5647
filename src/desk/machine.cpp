// SPDX-License-Identifier: Apache-2.0
#include "desk/machine.h"

#include <algorithm>
#include <regex>

#include "base/text.h"
#include "catalog/catalog.h"
#include "meter/helped_sysroot.h"
#include "meter/machine_load.h"
#include "quantity/distribution.h"

namespace holon::desk {
namespace {

// "Intel(R) Xeon(R) CPU E5-2690 v4 @ 2.60GHz" names "E5-2690 v4"
std::string plain_model(const std::string& model) {
  auto out = std::regex_replace(model, std::regex(R"(\((R|TM|r|tm)\))"), "");
  out = std::regex_replace(out, std::regex(R"( @.*$| \d+-Core Processor| CPU| Processor)"), " ");
  return std::regex_replace(out, std::regex(R"(\s+)"), " ");
}

const catalog::Entry* processor_entry(const std::string& model, const catalog::Catalog& catalog) {
  std::vector<std::string> words;
  for (const auto& word : base::split(base::trim(plain_model(model)), ' ')) {
    if (word.empty()) continue;
    words.push_back(word);
  }
  // a name without a number in it ("Intel Xeon") says nothing
  const bool is_specific = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  });
  if (!is_specific) return nullptr;
  for (const auto* entry : catalog.search(words)) {
    if (entry->shelf == catalog::Shelf::cpu) return entry;
  }
  return nullptr;
}

double centre_W(const catalog::Fact& fact) {
  const auto& value = fact.value;
  const double scale = value.unit.scale / quantity::unit("W").scale;
  return quantity::mean(value.distribution) * scale;
}

}  // namespace

std::unique_ptr<meter::Sysroot> sysroot_of(const MeterOptions& options) {
  if (!options.sysroot.empty()) return meter::open_sysroot(options.sysroot);
  auto out = meter::folder_sysroot("");
  return options.reader.empty() ? std::move(out)
                                : meter::helped_sysroot(std::move(out), options.reader);
}

meter::MachineHints hints_of(const MeterOptions& options, const meter::Sysroot& sysroot,
                             const catalog::Catalog& catalog) {
  meter::MachineHints out;
  out.bmc_command = options.bmc;
  out.bmc_file = options.bmc_file;
  out.meter_csv = options.meter_table;
  out.nvml_library = options.nvml;
  if (options.cpu_W > 0) {
    out.cpu_W = options.cpu_W;
    out.cpu_source = "stated";
    return out;
  }
  const auto known = meter::processors(sysroot);
  const auto* entry =
      options.cpu.empty() ? processor_entry(known.model, catalog) : catalog.device(options.cpu);
  const auto* power = entry == nullptr ? nullptr : entry->find("power");
  if (power == nullptr) return out;
  out.cpu_W = centre_W(*power) * std::max(known.sockets, 1);
  out.cpu_source = entry->name + ": " + power->value.pedigree.source;
  return out;
}

}  // namespace holon::desk
