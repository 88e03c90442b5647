// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "ledger/export.h"
#include "record/json.h"

namespace holon::ledger {
namespace {

// a form that every run fits into
template <std::string (*write)(const std::vector<record::Run>&)>
Exported whole(const std::vector<record::Run>& runs) {
  return {write(runs)};
}

constexpr std::array kExporters{
    Exporter{"json", "Runs as JSON", whole<record::to_json>},
    Exporter{"csv", "Runs as CSV", whole<to_csv>},
    Exporter{"codecarbon", "With the columns of CodeCarbon's emissions.csv",
             whole<to_codecarbon_csv>},
    Exporter{"openmetrics", "Metrics for Prometheus, in the form of OpenMetrics", to_open_metrics},
    Exporter{"model-card", "The head of a model card for Hugging Face", to_model_card},
    Exporter{"cyclonedx", "A bill of materials of CycloneDX 1.6", to_cyclonedx},
    Exporter{"boamps", "Reports of BoAmps", to_boamps},
};

}  // namespace

std::span<const Exporter> exporters() { return kExporters; }

}  // namespace holon::ledger
