// SPDX-License-Identifier: Apache-2.0
//
// Runs in the forms of others. What a run does not know is missing in every form, never zero; what
// a form has no room for is told.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/run.h"

namespace holon::ledger {

/// What an exporter wrote.
struct Exported {
  std::string text;
  std::vector<std::string> notes = {};  ///< what could not be written, and why
};

/// One form in which runs leave the ledger.
struct Exporter {
  std::string_view name;  ///< "csv"; the option of `holon ledger export` is `--csv`
  std::string_view what;  ///< "Runs as CSV"
  Exported (*write)(const std::vector<record::Run>& runs);
};

/// Every form.
[[nodiscard]] std::span<const Exporter> exporters();

/// A row for each run (RFC 4180). The columns before `record` are for people and spreadsheets;
/// `record` has the run whole, and is what is read back, exactly.
[[nodiscard]] std::string to_csv(const std::vector<record::Run>& runs);

/// The columns of CodeCarbon 3.2.9, in its units (kWh, kg, s, UTC), with the PUE inside energies as
/// it does. What a run does not know is an empty cell.
[[nodiscard]] std::string to_codecarbon_csv(const std::vector<record::Run>& runs);

/// The table that an audit reads: what stands for what, by name and unit in the headings. Figures
/// of the runs are columns of their own.
[[nodiscard]] std::string to_audit_csv(const std::vector<record::Run>& runs);

/// OpenMetrics 1.0 (prometheus.io/docs/specs/om/open_metrics_spec): gauges in base units, one
/// sample a run with the moment of its end, so that a database of metrics can take them in
/// afterwards.
[[nodiscard]] Exported to_open_metrics(const std::vector<record::Run>& runs);

/// The block `co2_eq_emissions` at the head of a model card
/// (huggingface.co/docs/hub/model-cards-co2): the runs are the work behind one model.
[[nodiscard]] Exported to_model_card(const std::vector<record::Run>& runs);

/// A bill of materials of CycloneDX 1.6 (ECMA-424): a machine-learning model for each project, with
/// the energy of each activity in its model card.
[[nodiscard]] Exported to_cyclonedx(const std::vector<record::Run>& runs);

/// A report of BoAmps (github.com/Boavizta/BoAmps) for a run; a list of reports for several.
[[nodiscard]] Exported to_boamps(const std::vector<record::Run>& runs);

}  // namespace holon::ledger
