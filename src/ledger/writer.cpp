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

// texts of a database end at no zero byte
std::string text(const std::string& given) {
  auto out = given;
  std::erase(out, '\0');
  return out;
}

}  // namespace

// What is bound, and the statements bound to it, prepared once for many runs.
struct RunWriter::Statements {
  explicit Statements(soci::session& session)
      : find((session.prepare << "select record from run where id = :id", use(id),
              soci::into(found))),
        remove((session.prepare << "delete from run where id = :id", use(id))),
        insert((session.prepare
                    << "insert into run (id, name, project, phase, start_ns, end_ns, duration_s,"
                       " ending, failed, tool, energy_J, measured_J, missing, climate_kg, record)"
                       " values (:id, :name, :project, :phase, :start_ns, :end_ns, :duration_s,"
                       " :ending, :failed, :tool, :energy_J, :measured_J, :missing, :climate_kg,"
                       " :record)",
                use(id), use(name), use(project), use(phase), use(start_ns), use(end_ns),
                use(duration_s), use(ending), use(failed), use(tool), use(energy_J),
                use(measured_J), use(missing), use(climate, climate_there), use(record))),
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
  double energy_J = 0;
  double measured_J = 0;
  double climate = 0;
  double one_J = 0;
  double uncertainty_J = 0;
  soci::indicator climate_there = soci::i_null;
  soci::indicator uncertainty_there = soci::i_null;
  soci::statement find, remove, insert, insert_tag, insert_energy;
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
  const bool better =
      is_finished(run) != is_finished(*there) ? is_finished(run) : run.end_ns > there->end_ns;
  if (!better) return Added::kept;
  auto joined = run;
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
  sql.energy_J = total.energy_J();
  sql.measured_J = total.measured_J();
  sql.missing = total.missing();
  const auto climate = climate_kg(run);
  sql.climate = climate.value_or(0);
  sql.climate_there = climate ? soci::i_ok : soci::i_null;
  sql.record = record::to_json(run);
  sql.insert.execute(true);

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
