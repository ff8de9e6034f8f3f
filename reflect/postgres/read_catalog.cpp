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
    "SET LOCAL bytea_output = 'hex'; SET LOCAL standard_conforming_strings = on; SET LOCAL lc_monetary = 'C'; ";

constexpr std::string_view kSavepoint = "SAVEPOINT deparse";
constexpr std::string_view kRollback = "ROLLBACK TO SAVEPOINT deparse";

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

// Three messages whatever the size: what needs no answer before it goes along with the rest, and while we read one answer the
// server makes the next.
class CatalogReader {
public:
    explicit CatalogReader(Connection& connection) : connection_(connection) {}
    snapshot::Snapshot read(const std::vector<std::string>& schemas);

private:
    [[nodiscard]] std::string make(std::string_view text) const;
    void begin();
    void read_what_needs_no_deparsing();
    // What deparses may wait for locks, and meet what somebody drops just now. Where it fails, that costs what it tells and not the
    // catalog, and `failed` gets the SQLSTATE. Rolling back to the savepoint also gives the locks back that deparsing took.
    template <class Read>
    void receive_deparsed(unsigned columns, Read read, std::string& failed);
    void read_further_views();
    void read_expressions_and_commit();

    Connection& connection_;
    QueryParameters parameters_;
    Reading reading_;
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
    if (!schemas.empty()) parameters_.schemas = array_of(schemas);
    reading_.data.server_version = connection_.server_version();
    begin();
    read_what_needs_no_deparsing();
    read_further_views();
    read_expressions_and_commit();
    reading_.data.types = reading_.types->definitions(reading_.data);
    reading_.data.access_known = true;
    reading_.data.policies_known = true;
    reading_.data.triggers_known = true;
    note_what_is_missing(reading_);
    return {std::move(reading_.data), std::move(reading_.migrations)};
}

std::string CatalogReader::make(std::string_view text) const {
    return make_query(text, connection_.server_version(), parameters_);
}

void CatalogReader::begin() {
    const Rows relations = connection_.execute(std::string(kBegin) + make(relations_query()), kRelationsColumns);
    parameters_.namespaces = namespaces_in(relations);
    connection_.send({make(types_query()), make(columns_query()), make(constraints_query()), make(indexes_query()),
                      make(functions_query()), std::string(kSavepoint), make(views_query())});
    read_relations(relations, reading_);
}

void CatalogReader::read_what_needs_no_deparsing() {
    reading_.types = std::make_unique<TypeTable>(connection_.receive(TypeTable::kColumns));
    read_columns(connection_.receive(kColumnsColumns), reading_);
    read_constraints(connection_.receive(kConstraintsColumns), reading_);
    read_indexes(connection_.receive(kIndexesColumns), reading_);
    read_functions(connection_.receive(kFunctionsColumns), reading_);
    connection_.receive(0);
    receive_deparsed(kViewsColumns, read_views, reading_.views_failed);
}

void CatalogReader::read_further_views() {
    while (parameters_.batch < reading_.last_view_batch && reading_.views_failed.empty()) {
        ++parameters_.batch;
        connection_.send({std::string(kRollback), make(views_query())});
        connection_.receive(0);
        receive_deparsed(kViewsColumns, read_views, reading_.views_failed);
    }
}

void CatalogReader::read_expressions_and_commit() {
    parameters_.with_defaults = reading_.with_defaults;
    parameters_.checks = reading_.check_texts.to_deparse();
    parameters_.indexes = reading_.index_texts.to_deparse();
    parameters_.policies = reading_.policy_texts.to_deparse();
    connection_.send({std::string(kRollback), make(expressions_query()), "COMMIT"});
    connection_.receive(0);
    receive_deparsed(kExpressionsColumns, read_expressions, reading_.expressions_failed);
    // Nothing was written: a failing COMMIT loses nothing, and ending the connection would do as well.
    if (reading_.expressions_failed.empty()) {
        connection_.receive(0);
    } else {
        connection_.execute("COMMIT", 0);
    }
}

template <class Read>
void CatalogReader::receive_deparsed(unsigned columns, Read read, std::string& failed) {
    try {
        read(connection_.receive(columns), reading_);
    } catch (const QueryError& error) {
        if (ends_the_reading(error.sqlstate())) throw;
        failed = error.sqlstate();
        connection_.execute(std::string(kRollback), 0);
    }
}

}  // namespace

}  // namespace rowtype::postgres
