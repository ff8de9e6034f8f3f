#include "reflect/postgres/read_catalog.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <new>

#include "reflect/postgres/connection.h"
#include "reflect/postgres/failure.h"
#include "reflect/postgres/queries.h"
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

// One round trip. SET LOCAL ends with the transaction, so a pooler hands nothing of it to the next client; the empty
// search_path keeps objects of user schemas from standing in for PostgreSQL's own, and makes deparsed names complete.
// Compiling our queries costs more than running them: 5,000 tables took 1.1 s with jit, 0.09 s without. Where nobody has run ANALYZE
// since the tables were made (every CI job), PostgreSQL expects a handful of rows and joins them in nested loops: 3,000 tables took
// 20 s of processor time so, 0.8 s without.
// Unlike default_transaction_read_only, READ ONLY of the transaction itself cannot be undone after its first query.
// Constants in defaults and checks are printed by these settings, which roles and databases may have changed.
constexpr std::string_view kBegin =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; SET LOCAL statement_timeout = '5s'; "
    "SET LOCAL lock_timeout = '1s'; SET LOCAL idle_in_transaction_session_timeout = '10s'; SET LOCAL jit = off; "
    "SET LOCAL enable_nestloop = off; SET LOCAL quote_all_identifiers = off; SET LOCAL DateStyle = 'ISO, YMD'; "
    "SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 1; "
    "SET LOCAL bytea_output = 'hex'; SET LOCAL standard_conforming_strings = on; SET LOCAL lc_monetary = 'C'";

// The connection or the transaction is gone, or the server has no connection or disk left: going on would only fail again.
bool ends_the_reading(std::string_view sqlstate) {
    return sqlstate.empty() || sqlstate.starts_with("08") || sqlstate.starts_with("57P") || sqlstate.starts_with("25") ||
           (sqlstate.starts_with("53") && sqlstate != "53200");  // out_of_memory, the lock table's too
}

// The password file that libpq looks into (PostgreSQL documentation, "The Password File").
bool password_file_is_open_to_others(const ConnectionSettings& settings) {
    const auto chosen = settings.parameters.find("passfile");
    const char* home = std::getenv("HOME");
    const std::string path = chosen != settings.parameters.end() ? chosen->second
                             : home != nullptr                   ? std::string(home) + "/.pgpass"
                                                                 : "";
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (error || !std::filesystem::is_regular_file(status)) return false;
    using std::filesystem::perms;
    return (status.permissions() & (perms::group_all | perms::others_all)) != perms::none;
}

class CatalogReader {
public:
    explicit CatalogReader(Connection& connection) : connection_(connection) {}
    snapshot::Snapshot read(const std::vector<std::string>& schemas);

private:
    // As an SQL expression. After kBegin only: how a literal is quoted is one of the settings there.
    [[nodiscard]] std::string array_of(const std::vector<std::string>& names) const;
    Rows query(std::string_view text, unsigned columns, std::string_view before = "");
    // A query that deparses: it may wait for locks, and meet what somebody drops just now. Where it fails, that costs what it tells
    // and not the catalog, and `failed` gets the SQLSTATE.
    template <class Read>
    void query_in_savepoint(std::string_view text, unsigned columns, Read read, std::string& failed);

    Connection& connection_;
    QueryParameters parameters_;
    Reading reading_;
    std::string pending_;  // sent before the next query, to save a round trip
};

}  // namespace

std::variant<snapshot::Snapshot, Failure> read_catalog(const ConnectionSettings& settings,
                                                       const std::vector<std::string>& schemas, int connect_timeout_seconds) {
    try {
        Connection connection(connection_info(settings, connect_timeout_seconds));
        if (connection.server_version() < kOldestServer) return too_old(settings, connection.server_version());
        return CatalogReader(connection).read(schemas);
    } catch (const ConnectionError& error) {
        Failure failure = classify_connection_error(error.text(), settings);
        const bool is_open = failure.kind == FailureKind::PasswordMissing && password_file_is_open_to_others(settings);
        return is_open ? password_file_is_open(settings) : std::move(failure);
    } catch (const QueryError& error) {
        return classify_query_error(error.sqlstate(), error.text(), error.at_first_statement(), settings);
    } catch (const AnswerError& error) {
        return error.too_large() ? too_large(settings) : unexpected_answer(settings);
    } catch (const std::bad_alloc&) {
        return too_large(settings);
    } catch (const std::exception&) {
        return unexpected_answer(settings);
    }
}

namespace {

snapshot::Snapshot CatalogReader::read(const std::vector<std::string>& schemas) {
    connection_.execute(std::string(kBegin), 0);
    if (!schemas.empty()) parameters_.schemas = array_of(schemas);
    reading_.data.server_version = connection_.server_version();
    read_relations(query(relations_query(), kRelationsColumns), reading_);
    parameters_.namespaces = reading_.namespaces;
    reading_.types = std::make_unique<TypeTable>(query(types_query(), TypeTable::kColumns));
    read_columns(query(columns_query(), kColumnsColumns), reading_);
    read_constraints(query(constraints_query(), kConstraintsColumns), reading_);
    read_indexes(query(indexes_query(), kIndexesColumns), reading_);
    read_functions(query(functions_query(), kFunctionsColumns), reading_);
    query_in_savepoint(expressions_query(), kExpressionsColumns, read_expressions, reading_.expressions_failed);
    for (parameters_.batch = 0; parameters_.batch <= reading_.last_view_batch && reading_.views_failed.empty();
         ++parameters_.batch) {
        query_in_savepoint(views_query(), kViewsColumns, read_views, reading_.views_failed);
    }
    reading_.data.types = reading_.types->definitions(reading_.data);
    reading_.data.access_known = true;
    note_what_is_missing(reading_);
    // Nothing was written: a failing COMMIT loses nothing, and ending the connection would do as well.
    connection_.execute(pending_ + "COMMIT", 0);
    return {std::move(reading_.data), std::move(reading_.migrations)};
}

std::string CatalogReader::array_of(const std::vector<std::string>& names) const {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + connection_.quote(name);
    return "ARRAY[" + list + "]::pg_catalog.text[]";
}

Rows CatalogReader::query(std::string_view text, unsigned columns, std::string_view before) {
    const std::string statements = pending_ + std::string(before) + make_query(text, connection_.server_version(), parameters_);
    pending_.clear();
    return connection_.execute(statements, columns);
}

template <class Read>
void CatalogReader::query_in_savepoint(std::string_view text, unsigned columns, Read read, std::string& failed) {
    try {
        const Rows rows = query(text, columns, "SAVEPOINT deparse; ");
        read(rows, reading_);
    } catch (const QueryError& error) {
        if (ends_the_reading(error.sqlstate())) throw;
        failed = error.sqlstate();
    }
    // Also after success: it gives the locks back that deparsing took.
    pending_ = "ROLLBACK TO SAVEPOINT deparse; RELEASE SAVEPOINT deparse; ";
}

}  // namespace

}  // namespace rowtype::postgres
