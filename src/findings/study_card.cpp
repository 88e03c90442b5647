// SPDX-License-Identifier: Apache-2.0
#include "findings/study_card.h"

#include <fmt/format.h>

#include "quantity/sizes.h"

namespace holon::findings {
namespace {

using quantity::kJoulesPerKWh;
using quantity::kSecondsPerHour;

// one value, in `scale` base units; what is spread is left to the model
std::optional<CardNumber> number_of(const study::Statements& fields, const char* key,
                                    double scale) {
  const auto found = fields.find(key);
  if (found == fields.end() || found->second.is_equation()) return std::nullopt;
  const auto& quantity = std::get<quantity::Quantity>(found->second.value);
  double centre = 0;
  if (const auto* one = std::get_if<quantity::Constant>(&quantity.distribution.shape)) {
    centre = one->value;
  } else if (const auto* normal = std::get_if<quantity::Normal>(&quantity.distribution.shape)) {
    centre = normal->mean;
  } else if (const auto* log = std::get_if<quantity::Lognormal>(&quantity.distribution.shape)) {
    centre = log->median;
  } else {
    return std::nullopt;
  }
  return CardNumber{centre * quantity.unit.scale / scale, 0, quantity::to_text(quantity)};
}

std::string place_of(const base::Span& span) {
  if (!span.source) return {};
  return fmt::format("{}:{}", span.source->name(), span.source->locate(span.offset).line);
}

/// A table that is filled row by row.
class Builder {
 public:
  explicit Builder(std::vector<std::pair<const char*, CardRole>> columns) {
    for (const auto& [heading, role] : columns)
      table_.columns.push_back({heading, role, "", {}, {}, {}});
  }

  void row(const std::string& name, const base::Span& span,
           const std::vector<std::optional<CardNumber>>& numbers) {
    if (table_.names.empty()) table_.place = place_of(span);
    table_.names.push_back(name);
    table_.places.push_back(place_of(span));
    table_.is_total.push_back(false);
    for (std::size_t c = 0; c < numbers.size(); ++c) {
      table_.columns[c].numbers.push_back(numbers[c]);
      table_.columns[c].texts.push_back(numbers[c] ? numbers[c]->text : "");
    }
  }

  [[nodiscard]] CardTable take() { return std::move(table_); }

 private:
  CardTable table_;
};

}  // namespace

std::vector<CardTable> card_of(const study::Study& study) {
  Builder activities(
      {{"energy", CardRole::energy}, {"devices", CardRole::devices}, {"time", CardRole::time}});
  for (const auto& activity : study.activities) {
    const bool uses = activity.hardware.has_value();
    activities.row(
        activity.path, activity.span,
        {number_of(activity.fields, "energy", kJoulesPerKWh),
         uses ? number_of(activity.hardware->fields, "count", 1) : std::nullopt,
         uses ? number_of(activity.hardware->fields, "for", kSecondsPerHour) : std::nullopt});
  }
  constexpr double kGramsPerKWh = 1e-3 / kJoulesPerKWh;
  Builder places({{"carbon intensity", CardRole::intensity}, {"pue", CardRole::pue}});
  for (const auto& place : study.places) {
    places.row(place.name, place.span,
               {number_of(place.fields, "carbon intensity", kGramsPerKWh),
                number_of(place.fields, "pue", 1)});
  }
  return {activities.take(), places.take()};
}

}  // namespace holon::findings
