// SPDX-License-Identifier: Apache-2.0
#include "ledger/writer.h"

#include <algorithm>
#include <set>

#include "quantity/unit.h"
#include "record/json.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

using soci::use;

// carbon that was joined, where it is a mass of CO2e
std::optional<double> climate_kg(const record::Run& run) {
  static const auto kilogram = quantity::unit("kg CO2e");
  for (const auto& impact : run.impacts) {
    if (impact.category != "climate") continue;
    const auto unit = quantity::parse_unit(impact.unit);
    if (unit && unit->dimension == kilogram.dimension)
      return impact.amount * unit->scale / kilogram.scale;
  }
  return std::nullopt;
}

// The length of the character at a place, 0 where the bytes are not UTF-8 (RFC 3629).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto first = byte(at);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return 0;
  }
  const auto second = byte(at + 1);
  const bool forbidden = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                         (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return forbidden ? 0 : length;
}

// what both databases take as text: no zero byte, nothing but UTF-8
std::string text(const std::string& given) {
  std::string out;
  for (std::size_t at = 0; at < given.size();) {
    const auto length = character_length(given, at);
    if (length > 0 && given[at] != '\0') out += given.substr(at, length);
    if (length == 0) out += "\xEF\xBF\xBD";
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

}  // namespace

// What is bound, and the statements bound to it, prepared once for many runs.
struct RunWriter::Statements {
  explicit Statements(soci::session& session)
      : find((session.prepare << "select record from run_record where run = :id", use(id),
              soci::into(found))),
        remove((session.prepare << "delete from run where id = :id", use(id))),
        insert((session.prepare
                    << "insert into run (id, name, project, phase, start_ns, end_ns, duration_s,"
                       " ending, failed, tool, measured_J, declared_J, modelled_J, unstated_J,"
                       " independent_J2, figures, missing, climate_kg)"
                       " values (:id, :name, :project, :phase, :start_ns, :end_ns, :duration_s,"
                       " :ending, :failed, :tool, :measured, :declared, :modelled, :unstated, "
                       ":independent,"
                       " :figures, :missing, :climate)",
                use(id), use(name), use(project), use(phase), use(start_ns), use(end_ns),
                use(duration_s), use(ending), use(failed), use(tool), use(sums.measured_J),
                use(sums.declared_J), use(sums.modelled_J), use(sums.unstated_J),
                use(sums.independent_J2), use(figures), use(missing), use(climate, climate_there))),
        insert_record((session.prepare << "insert into run_record (run, record) values (:run, :r)",
                       use(id), use(record))),
        insert_tag((session.prepare << "insert into run_tag (run, tag) values (:run, :tag)",
                    use(id), use(tag))),
        insert_energy((session.prepare
                           << "insert into run_energy (run, evidence, cause, energy_J,"
                              " uncertainty_J) values (:run, :evidence, :cause, :energy_J, :u)",
                       use(id), use(evidence), use(cause), use(one_J),
                       use(uncertainty_J, uncertainty_there))) {}

  std::string id, name, project, phase, ending, tool, record, tag, evidence, cause, found;
  long long start_ns = 0;
  long long end_ns = 0;
  long long missing = 0;
  int failed = 0;
  double duration_s = 0;
  record::EnergyTotal::Sums sums;
  long long figures = 0;
  double climate = 0;
  double one_J = 0;
  double uncertainty_J = 0;
  soci::indicator climate_there = soci::i_null;
  soci::indicator uncertainty_there = soci::i_null;
  soci::statement find, remove, insert, insert_record, insert_tag, insert_energy;
};

RunWriter::RunWriter(Database& database) : sql_(std::make_unique<Statements>(database.session())) {}
RunWriter::~RunWriter() = default;

Added RunWriter::add(const record::Run& run) {
  sql_->id = text(run.id);
  if (!sql_->find.execute(true)) {
    insert(run);
    return Added::is_new;
  }
  if (sql_->found == record::to_json(run)) return Added::already_there;
  const auto there =
      record::run_from_json(std::make_shared<base::SourceText>("ledger", sql_->found));
  // what cannot be read is not written over either
  if (!there) return Added::kept;
  const auto is_finished = [](const record::Run& one) {
    return one.outcome.ending != record::Ending::interrupted;
  };
  const auto length = [](const record::Run& one) {
    return one.duration_ns.value_or(one.end_ns - one.start_ns);
  };
  const bool better =
      is_finished(run) != is_finished(*there) ? is_finished(run) : length(run) > length(*there);
  if (!better) return Added::kept;
  // what a person said of the run stays said
  auto joined = run;
  if (joined.phase.empty()) joined.phase = there->phase;
  for (const auto& tag : there->tags) {
    if (std::find(joined.tags.begin(), joined.tags.end(), tag) == joined.tags.end())
      joined.tags.push_back(tag);
  }
  replace(joined);
  return Added::replaced;
}

void RunWriter::replace(const record::Run& run) {
  sql_->id = text(run.id);
  sql_->remove.execute(true);
  insert(run);
}

void RunWriter::insert(const record::Run& run) {
  const auto total = record::energy_of(run);
  auto& sql = *sql_;
  sql.id = text(run.id);
  sql.name = text(run.name);
  sql.project = text(run.project);
  sql.phase = text(run.phase);
  sql.start_ns = run.start_ns;
  sql.end_ns = run.end_ns;
  sql.duration_s = record::duration_s(run);
  sql.ending = record::name(run.outcome.ending);
  sql.failed = run.outcome.failed ? 1 : 0;
  sql.tool = text(run.origin.tool);
  sql.sums = total.sums();
  sql.figures = total.figures();
  sql.missing = total.missing();
  const auto climate = climate_kg(run);
  sql.climate = climate.value_or(0);
  sql.climate_there = climate ? soci::i_ok : soci::i_null;
  sql.record = record::to_json(run);
  sql.insert.execute(true);
  sql.insert_record.execute(true);

  std::set<std::string> tags;
  for (const auto& tag : run.tags) tags.insert(text(tag));
  for (const auto& tag : tags) {
    sql.tag = tag;
    sql.insert_tag.execute(true);
  }
  for (const auto& one : run.energy) {
    if (!one.counted || !one.energy_J) continue;
    sql.evidence = record::name(one.evidence);
    sql.cause = text(one.cause);
    sql.one_J = *one.energy_J;
    sql.uncertainty_J = one.uncertainty_J.value_or(0);
    sql.uncertainty_there = one.uncertainty_J ? soci::i_ok : soci::i_null;
    sql.insert_energy.execute(true);
  }
}

}  // namespace holon::ledger
