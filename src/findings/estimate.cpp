// SPDX-License-Identifier: Apache-2.0
#include "findings/estimate.h"

#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace holon::findings {
namespace {

constexpr std::size_t kEnergy = 1;  // in study::categories()

// a text as a YAML scalar, whatever is in it
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

void add_field(std::string& block, const std::string& key, const std::string& text) {
  if (!text.empty()) block += fmt::format("    {}: {}\n", key, text);
}

std::string place_block(const EstimateForm& form) {
  std::string out;
  add_field(out, "place", form.region);
  add_field(out, "grid", form.grid);
  if (!form.carbon_intensity.empty())
    add_field(out, "carbon intensity", quoted(form.carbon_intensity));
  if (!form.pue.empty()) add_field(out, "pue", quoted(form.pue));
  return out;
}

std::string use(const EstimateForm& form) {
  const auto load = form.load.empty() ? "" : fmt::format(", load: {}", quoted(form.load));
  return fmt::format("{{use: machine, count: {}, for: {} hour{}}}", base::exact(form.count),
                     base::exact(form.hours), load);
}

// no file is named in the study of a form
std::string no_file(const std::string&) { return {}; }

base::Result<Findings> assessed(const catalog::Catalog& catalog, const std::string& text,
                                const Plan& plan) {
  const auto source = std::make_shared<const base::SourceText>("the estimate's study", text);
  const auto study = study::read_study(source, no_file);
  if (!study) return tl::unexpected(study.error());
  const auto compiled = study::compile(*study, catalog, {});
  if (!compiled) return tl::unexpected(compiled.error());
  return assess(*study, *compiled, plan, {});
}

std::optional<double> mean_energy(const Findings& findings) {
  for (std::size_t c = 0; c < findings.categories.size(); ++c) {
    if (findings.categories[c].index == kEnergy && findings.totals[c])
      return findings.totals[c]->mean;
  }
  return std::nullopt;
}

// what the devices take is what the facility takes at a PUE of 1
std::optional<double> energy_at_devices(const catalog::Catalog& catalog, EstimateForm form,
                                        const Plan& plan) {
  form.pue = "1";
  const auto findings = assessed(catalog, study_of(form), plan);
  base::check(findings.has_value(), "a study that compiles does so at another PUE");
  return mean_energy(*findings);
}

}  // namespace

std::string study_of(const EstimateForm& form) {
  const auto where = !form.region.empty() ? form.region : !form.grid.empty() ? form.grid : "a site";
  auto out = fmt::format(
      "holon: 1\n"
      "title: {}\n"
      "boundary:\n"
      "  in: [electricity, cooling water, making the devices]\n"
      "  out: [host machine, storage, network, building, end of life]\n"
      "places:\n  site:\n{}",
      quoted(fmt::format("{:g} × {} for {:g} h at {}", form.count, form.device_name, form.hours,
                         where)),
      place_block(form));
  out += fmt::format("hardware:\n  machine:\n    device: {}\n", form.device);
  if (!form.power.empty()) out += fmt::format("    power: {}\n", quoted(form.power));
  out += fmt::format("life cycle:\n  training:\n    job:\n      at: site\n      hardware: {}\n",
                     use(form));
  return out;
}

base::Result<Estimate> estimate(const catalog::Catalog& catalog, const EstimateForm& form,
                                const Plan& plan) {
  Estimate out;
  out.form = form;
  out.study = study_of(form);
  auto findings = assessed(catalog, out.study, plan);
  if (!findings) return tl::unexpected(findings.error());
  out.findings = std::move(*findings);

  constexpr std::size_t kSamplesOfPlaces = 1000;
  if (const auto energy = energy_at_devices(catalog, form, plan)) {
    out.energy_kWh = *energy;
    out.elsewhere =
        place_everywhere(catalog, *energy, "", std::nullopt, kSamplesOfPlaces, plan.engine.seed);
  }
  return out;
}

}  // namespace holon::findings
