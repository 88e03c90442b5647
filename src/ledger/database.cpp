// SPDX-License-Identifier: Apache-2.0
#include "ledger/database.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/error.h"
#include "base/text.h"
#include "ledger/address.h"
#include "ledger/ledger.h"

namespace holon::ledger {
namespace {

// how long one waits for another that writes [s]
constexpr int kPatience = 30;

// A server that does not answer is given up after this many seconds, unless its address says how
// long to wait (libpq's connect_timeout): a run that has ended must not wait for minutes.
std::string with_patience(const std::string& url) {
  constexpr int kAnswer_s = 10;
  if (url.find("connect_timeout=") != std::string::npos) return url;
  const char joint = url.find('?') == std::string::npos ? '?' : '&';
  return fmt::format("{}{}connect_timeout={}", url, joint, kAnswer_s);
}

// the first line of what a database says, which is all a user needs
std::string first_line(std::string_view text) {
  return std::string(base::trim(text.substr(0, text.find('\n'))));
}

}  // namespace

DatabaseKind kind_of(const std::string& address) {
  const bool server = address.starts_with("postgresql://") || address.starts_with("postgres://");
  return server ? DatabaseKind::postgresql : DatabaseKind::sqlite;
}

std::string name_of(const std::string& address) {
  const auto scheme = address.find("://");
  if (scheme == std::string::npos) return address;
  const auto at = address.find('@', scheme + 3);
  const auto colon = address.find(':', scheme + 3);
  if (at == std::string::npos || colon == std::string::npos || colon > at) return address;
  return address.substr(0, colon) + address.substr(at);
}

bool is_on_server(const std::string& address) {
  return kind_of(address) == DatabaseKind::postgresql;
}

bool is_other_file(const std::string& path) {
  constexpr std::string_view kMagic = "SQLite format 3";
  std::ifstream file(path, std::ios::binary);
  std::string begin(kMagic.size(), ' ');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return file.gcount() > 0 && begin != kMagic;
}

Database::Database(const std::string& address) : kind_(kind_of(address)), name_(name_of(address)) {
  if (kind_ == DatabaseKind::sqlite) {
    open_file(address);
  } else {
    open_server(address);
  }
}

void Database::open_file(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error)
    throw base::WorldError(
        fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
  if (path.find('"') != std::string::npos || path.empty())
    throw base::WorldError(fmt::format("`{}` cannot be the name of a ledger", path));
  guarded([&] {
    session_.open(soci::sqlite3, fmt::format("dbname=\"{}\" timeout={}", path, kPatience));
    // what is committed outlives a power cut
    session_ << "pragma synchronous = full";
    session_ << "pragma foreign_keys = on";
    // at most, in KiB: thousands of runs in one transaction stay in memory until their end
    session_ << "pragma cache_size = -65536";
    write_ahead();
  });
}

// Readers then do not wait for a writer. The file keeps it; while two processes make a new file at
// once, the change may be refused for a moment.
void Database::write_ahead() {
  constexpr int kTries = 200;
  constexpr auto kPause = std::chrono::milliseconds(10);
  for (int i = 0; i < kTries; ++i) {
    std::string mode;
    session_ << "pragma journal_mode", soci::into(mode);
    if (mode == "wal") return;
    try {
      session_ << "pragma journal_mode = wal", soci::into(mode);
      return;
    } catch (const soci::soci_error& error) {
      const std::string_view why = error.what();
      // a ledger that may only be read is read as it is
      if (why.find("readonly") != why.npos) return;
      if (why.find("locked") == why.npos || i + 1 == kTries) throw;
    }
    std::this_thread::sleep_for(kPause);
  }
}

void Database::open_server(const std::string& url) {
  try {
    session_.open("postgresql", with_patience(url));
    session_ << "set client_min_messages = warning";
    session_ << fmt::format("set lock_timeout = '{}s'", kPatience);
  } catch (const std::exception& error) {
    throw base::WorldError(
        fmt::format("cannot open the ledger {}: {}", name_, first_line(error.what())),
        {"the address is postgresql://USER@HOST/DATABASE; the password may stand in ~/.pgpass"});
  }
}

void Database::transaction(const std::function<void()>& work) {
  guarded([&] {
    // a transaction of SQLite that begins by reading may find that it cannot go on to write
    session_ << (kind_ == DatabaseKind::sqlite ? "begin immediate" : "begin");
    try {
      work();
      session_ << "commit";
    } catch (...) {
      try {
        session_ << "rollback";
      } catch (const soci::soci_error&) {
        // a full disk has rolled back by itself
      }
      throw;
    }
  });
}

void Database::guarded(const std::function<void()>& work) const {
  try {
    work();
  } catch (const soci::soci_error& error) {
    throw base::WorldError(fmt::format("the ledger {}: {}", name_, first_line(error.what())));
  }
}

bool Database::has_table(const std::string& table) {
  int count = 0;
  const auto* ask = kind_ == DatabaseKind::sqlite
                        ? "select count(*) from sqlite_master where type = 'table' and name = :t"
                        : "select count(*) from information_schema.tables "
                          "where table_schema = current_schema() and table_name = :t";
  guarded([&] { session_ << ask, soci::use(table), soci::into(count); });
  return count > 0;
}

bool Database::is_empty() {
  int count = 0;
  const auto* ask = kind_ == DatabaseKind::sqlite
                        ? "select count(*) from sqlite_master"
                        : "select count(*) from information_schema.tables "
                          "where table_schema = current_schema()";
  guarded([&] { session_ << ask, soci::into(count); });
  return count == 0;
}

}  // namespace holon::ledger
