// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "ledger/database.h"
#include "ledger/query.h"
#include "ledger/schema.h"
#include "ledger/writer.h"
#include "record/json.h"
#include "record/words.h"

namespace holon::ledger {
namespace {

constexpr const char* kByStart = " order by r.start_ns, r.id";

// what the ledger holds was checked before it was written; a ledger that was changed by hand is a
// file that cannot be read
record::Run run_of(const std::string& record, const std::string& ledger) {
  auto run = record::run_from_json(std::make_shared<base::SourceText>(ledger, record));
  if (!run)
    throw base::WorldError(fmt::format("the ledger {} has a run that cannot be read: {}", ledger,
                                       run.error().front().message),
                           {"a later holon may have written it, or something other than holon"});
  return std::move(*run);
}

}  // namespace

struct Ledger::Store {
  explicit Store(const std::string& address) : database(address) {}

  template <class Work>
  void read(Work&& work) {
    database.guarded(work);
  }

  Database database;
};

Ledger::Ledger(std::unique_ptr<Store> store) : store_(std::move(store)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

base::Result<Ledger> Ledger::open(const std::string& address) {
  if (kind_of(address) == DatabaseKind::sqlite && is_other_file(address))
    return tl::unexpected(no_ledger(address));
  auto store = std::make_unique<Store>(address);
  auto wrong = migrate(store->database, migrations());
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  return Ledger(std::move(store));
}

const std::string& Ledger::name() const { return store_->database.name(); }

Added Ledger::add(const record::Run& run) { return add(std::vector{run}).front(); }

std::vector<Added> Ledger::add(const std::vector<record::Run>& runs) {
  for (const auto& run : runs)
    base::check(record::contradictions(run).empty(), "a run that is added is sound");
  std::vector<Added> out;
  store_->database.transaction([&] {
    out.clear();
    RunWriter writer(store_->database);
    for (const auto& run : runs) out.push_back(writer.add(run));
  });
  return out;
}

std::vector<Entry> Ledger::list(const Filter& filter) {
  std::vector<Entry> out;
  store_->read([&] {
    Query query(std::string("select r.id, r.name, r.project, r.phase, r.start_ns, r.duration_s,"
                            " r.ending, r.failed, r.tool, r.energy_J, r.measured_J, r.missing,"
                            " r.climate_kg from run r where {}") +
                    kByStart,
                filter);
    Entry one;
    int failed = 0;
    long long start_ns = 0;
    long long missing = 0;
    double climate_kg = 0;
    soci::indicator has_climate = soci::i_null;
    soci::statement statement(store_->database.session());
    query.prepare(statement, soci::into(one.id), soci::into(one.name), soci::into(one.project),
                  soci::into(one.phase), soci::into(start_ns), soci::into(one.duration_s),
                  soci::into(one.ending), soci::into(failed), soci::into(one.tool),
                  soci::into(one.energy_J), soci::into(one.measured_J), soci::into(missing),
                  soci::into(climate_kg, has_climate));
    statement.execute();
    while (statement.fetch()) {
      one.start_ns = start_ns;
      one.missing = missing;
      one.failed = failed != 0;
      one.climate_kg = has_climate == soci::i_ok ? std::optional(climate_kg) : std::nullopt;
      out.push_back(one);
    }
  });
  return out;
}

Totals Ledger::totals(const Filter& filter) {
  Totals out;
  store_->read([&] {
    Query runs(
        "select count(*), coalesce(sum(r.failed), 0), coalesce(sum(r.duration_s), 0),"
        " sum(r.climate_kg), count(r.climate_kg), coalesce(sum(r.missing), 0)"
        " from run r where {}",
        filter);
    long long count = 0;
    long long failed = 0;
    long long missing = 0;
    long long with_climate = 0;
    double climate_kg = 0;
    soci::indicator has_climate = soci::i_null;
    {
      soci::statement statement(store_->database.session());
      runs.prepare(statement, soci::into(count), soci::into(failed), soci::into(out.duration_s),
                   soci::into(climate_kg, has_climate), soci::into(with_climate),
                   soci::into(missing));
      statement.execute(true);
    }
    out.runs = count;
    out.failed = failed;
    out.without_climate = count - with_climate;
    if (has_climate == soci::i_ok) out.climate_kg = climate_kg;
    for (long long i = 0; i < missing; ++i) out.energy.add_missing();

    // figures that nobody states an uncertainty for are a group of their own; figures without a
    // cause err by themselves, so that their squares are summed
    Query energies(
        "select e.evidence, e.cause, case when e.uncertainty_J is null then 0 else 1 end as stated,"
        " count(*), sum(e.energy_J), coalesce(sum(e.uncertainty_J), 0),"
        " coalesce(sum(e.uncertainty_J * e.uncertainty_J), 0)"
        " from run_energy e join run r on r.id = e.run where {} group by 1, 2, 3",
        filter);
    std::string evidence;
    record::EnergyTotal::Group group;
    int stated = 0;
    long long figures = 0;
    soci::statement statement(store_->database.session());
    energies.prepare(statement, soci::into(evidence), soci::into(group.cause), soci::into(stated),
                     soci::into(figures), soci::into(group.energy_J),
                     soci::into(group.uncertainty_J), soci::into(group.uncertainty_J2));
    statement.execute();
    while (statement.fetch()) {
      group.evidence =
          record::named(record::kEvidenceWords, evidence).value_or(record::Evidence::declared);
      group.figures = figures;
      group.stated = stated != 0;
      out.energy.add(group);
    }
  });
  return out;
}

std::vector<record::Run> Ledger::runs(const Filter& filter) {
  std::vector<record::Run> out;
  for_each(filter, [&](record::Run run) { out.push_back(std::move(run)); });
  return out;
}

void Ledger::for_each(const Filter& filter, const std::function<void(record::Run)>& use) {
  store_->read([&] {
    Query query(std::string("select r.record from run r where {}") + kByStart, filter);
    std::string record;
    soci::statement statement(store_->database.session());
    query.prepare(statement, soci::into(record));
    statement.execute();
    while (statement.fetch()) use(run_of(record, name()));
  });
}

std::int64_t Ledger::tag(const Filter& filter, const std::vector<std::string>& add,
                         const std::vector<std::string>& remove) {
  std::int64_t changed = 0;
  store_->database.transaction([&] {
    changed = 0;
    RunWriter writer(store_->database);
    for (auto& run : runs(filter)) {
      const auto before = run.tags;
      std::erase_if(run.tags, [&](const std::string& tag) {
        return std::find(remove.begin(), remove.end(), tag) != remove.end();
      });
      for (const auto& tag : add) {
        if (std::find(run.tags.begin(), run.tags.end(), tag) == run.tags.end())
          run.tags.push_back(tag);
      }
      if (run.tags == before) continue;
      writer.replace(run);
      ++changed;
    }
  });
  return changed;
}

std::vector<std::string> Ledger::ids_beginning(const std::string& beginning, std::size_t most) {
  std::vector<std::string> out;
  store_->read([&] {
    const auto length = static_cast<int>(beginning.size());
    std::string id;
    soci::statement statement =
        (store_->database.session().prepare << fmt::format(
             "select id from run where substr(id, 1, {}) = :b order by id limit {}", length, most),
         soci::use(beginning), soci::into(id));
    statement.execute();
    while (statement.fetch()) out.push_back(id);
  });
  return out;
}

Merged counted(const std::vector<Added>& added) {
  Merged out;
  for (const auto one : added) {
    if (one == Added::is_new) ++out.is_new;
    if (one == Added::already_there) ++out.already_there;
    if (one == Added::replaced) ++out.replaced;
    if (one == Added::kept) ++out.kept;
  }
  return out;
}

Merged merge(Ledger& into, Ledger& from) { return counted(into.add(from.runs())); }

}  // namespace holon::ledger
