// SPDX-License-Identifier: Apache-2.0
//
// The database behind a ledger: a file of SQLite, or a server of PostgreSQL, through SOCI. SOCI's
// headers are heavy: this one is included from .cpp files only.
#pragma once

#include <functional>
#include <string>

#include <soci/soci.h>

namespace holon::ledger {

enum class DatabaseKind { sqlite, postgresql };

/// True where a file is there, has content, and is no database of SQLite.
[[nodiscard]] bool is_other_file(const std::string& path);

/// "postgresql://…" and "postgres://…" are servers, everything else is a file.
[[nodiscard]] DatabaseKind kind_of(const std::string& address);

class Database {
 public:
  /// Opens a database; a file and its folder are made where missing. Throws `base::WorldError`
  /// where it cannot be opened.
  explicit Database(const std::string& address);

  [[nodiscard]] DatabaseKind kind() const { return kind_; }

  /// The address without a password.
  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] soci::session& session() { return session_; }

  /// Does `work` in one transaction: all of it or, when it throws, nothing. It waits for others
  /// that write.
  void transaction(const std::function<void()>& work);

  /// Does `work` and tells SOCI's failures as `base::WorldError`.
  void guarded(const std::function<void()>& work) const;

  /// True where a table has this name.
  [[nodiscard]] bool has_table(const std::string& table);

  /// True where there is no table at all.
  [[nodiscard]] bool is_empty();

 private:
  void open_file(const std::string& path);
  void write_ahead();
  void open_server(const std::string& url);

  DatabaseKind kind_;
  std::string name_;
  soci::session session_;
};

/// A table or column whose name both databases read alike.
inline constexpr const char* kVersionTable = "holon_ledger";

}  // namespace holon::ledger
