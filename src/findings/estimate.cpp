// SPDX-License-Identifier: Apache-2.0
#include "findings/estimate.h"

#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "findings/profile.h"

namespace holon::findings {
namespace {

constexpr std::size_t kEnergy = 1;  // in study::categories()

void add_field(std::string& block, const std::string& key, const std::string& text) {
  if (!text.empty()) block += fmt::format("    {}: {}\n", key, text);
}

std::string place_block(const EstimateForm& form) {
  std::string out;
  add_field(out, "place", form.region);
  add_field(out, "grid", form.grid);
  add_field(out, "facility", form.facility);
  if (!form.carbon_intensity.empty())
    add_field(out, "carbon intensity", quoted(form.carbon_intensity));
  if (!form.grid_losses.empty()) add_field(out, "grid losses", form.grid_losses);
  if (!form.pue.empty()) add_field(out, "pue", quoted(form.pue));
  return out;
}

// operations of training a dense transformer, forward and backward [Kaplan et al. 2020]
double training_flop(const EstimateForm& form) { return 6 * form.parameters * form.tokens; }

// T5, Meena, GPT-3, GShard, Switch and XLM reached 0.197 to 0.39 of the peak [Faiz et al. 2023];
// later runs more, so the upper end is ours
constexpr const char* kFlopUtilisation =
    "{value: 0.19 .. 0.5, evidence: assumed, source: 'range of published training runs'}";

std::string job_block(const EstimateForm& form) {
  std::string out = "      at: site\n";
  const auto load = form.load.empty() ? "" : fmt::format(", load: {}", quoted(form.load));
  if (form.hours > 0) {
    return out + fmt::format("      hardware: {{use: machine, count: {}, for: {} hour{}}}\n",
                             base::exact(form.count), base::exact(form.hours), load);
  }
  const auto utilisation =
      form.flop_utilisation.empty() ? kFlopUtilisation : quoted(form.flop_utilisation);
  out += fmt::format("      compute: {} FLOP\n      flop utilisation: {}\n",
                     base::exact(training_flop(form)), utilisation);
  return out + fmt::format("      hardware: {{use: machine, count: {}{}}}\n",
                           base::exact(form.count), load);
}

// a profile that counts the making brings its own figure of it, none of the catalogue's
std::string hardware_block(const EstimateForm& form) {
  const bool is_own = form.profile.empty() || !counts_making_hardware(form.profile);
  std::string out = "hardware:\n  machine:\n";
  if (is_own) out += fmt::format("    device: {}\n", form.device);
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) out += fmt::format("    {}: {}\n", key, quoted(text));
  };
  add("power", form.power);
  if (!is_own) add("peak", form.peak);
  add("lifetime", form.lifetime);
  if (!is_own) add("utilisation", "100 %");
  if (!form.embodied.empty())
    out += fmt::format("    embodied: {{climate: {}}}\n", quoted(form.embodied));
  if (!form.parts.empty()) out += fmt::format("    parts: {}\n", form.parts);
  return out;
}

std::string title_of(const EstimateForm& form) {
  const auto where = !form.region.empty() ? form.region : !form.grid.empty() ? form.grid : "a site";
  const auto what = form.hours > 0 ? fmt::format("for {:g} h", form.hours)
                                   : fmt::format("training {:g} parameters on {:g} tokens",
                                                 form.parameters, form.tokens);
  return fmt::format("{:g} × {} {} at {}", form.count, form.device_name, what, where);
}

// no file is named in the study of a form
std::string no_file(const std::string&) { return {}; }

/// Findings, and what the compiler warns of: a figure that is unusual, by a slip or not.
struct Assessed {
  Findings findings;
  base::Diagnostics warnings;
};

base::Result<Assessed> assessed(const catalog::Catalog& catalog, const std::string& text,
                                const Plan& plan) {
  const auto source = std::make_shared<const base::SourceText>("the estimate's study", text);
  const auto study = study::read_study(source, no_file);
  if (!study) return tl::unexpected(study.error());
  const auto compiled = study::compile(*study, catalog, {});
  if (!compiled) return tl::unexpected(compiled.error());
  auto warnings = compiled->warnings;
  return Assessed{assess(*study, *compiled, plan, {}), std::move(warnings)};
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
  const auto out = assessed(catalog, study_of(form), plan);
  base::check(out.has_value(), "a study that compiles does so at another PUE");
  return mean_energy(out->findings);
}

}  // namespace

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

std::string study_of(const EstimateForm& form) {
  const bool counts_making = form.profile.empty() || counts_making_hardware(form.profile);
  auto out = fmt::format(
      "holon: 1\n"
      "title: {}\n"
      "boundary:\n"
      "  in: [{}]\n"
      "  out: [{}host machine, storage, network, building, end of life]\n"
      "places:\n  site:\n{}",
      quoted(title_of(form)),
      !counts_making         ? "electricity"
      : form.profile.empty() ? "electricity, cooling water, making the devices"
                             : "electricity, making the devices",
      form.profile.empty() ? ""
      : counts_making      ? "water, "
                           : "hardware, water, ",
      place_block(form));
  return out + hardware_block(form) + "life cycle:\n  training:\n    job:\n" + job_block(form);
}

base::Result<Estimate> estimate(const catalog::Catalog& catalog, const EstimateForm& form,
                                const Plan& plan) {
  Estimate out;
  out.form = form;
  out.study = study_of(form);
  auto told = assessed(catalog, out.study, plan);
  if (!told) return tl::unexpected(told.error());
  out.findings = std::move(told->findings);
  out.warnings = std::move(told->warnings);

  constexpr std::size_t kSamplesOfPlaces = 1000;
  if (const auto energy = energy_at_devices(catalog, form, plan)) {
    out.energy_kWh = *energy;
    out.elsewhere =
        place_everywhere(catalog, *energy, "", std::nullopt, kSamplesOfPlaces, plan.engine.seed);
  }
  return out;
}

}  // namespace holon::findings
