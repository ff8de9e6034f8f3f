#include "reflect/migrations/transactions.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

Transactions::Transactions(SchemaBuilder& schema, const std::vector<ScriptItem>& items) : schema_(schema) {
    for (std::size_t index = 0; index < items.size(); ++index) {
        Statement statement;
        const bool is_sure = items[index].kind == ScriptItem::Kind::Statement && !items[index].conditional;
        if (is_sure && read(items[index].text, statement)) statements_.emplace(index, std::move(statement));
    }
    pair();
}

// Only the first words are looked at; BEGIN and END of a body stand inside a statement.
bool Transactions::read(std::string_view text, Statement& statement) {
    std::vector<std::string> words;
    for (std::uint32_t offset = 0; words.size() < 6;) {
        const sql::Token token = sql::lex_one(text, offset);
        if (token.span.empty()) break;
        offset = token.span.end;
        words.push_back(token.value);
        const bool may_be = token.kind == sql::TokenKind::Identifier || token.kind == sql::TokenKind::QuotedIdentifier;
        if (words.size() == 1 && !may_be) return false;
    }
    const auto word = [&](std::size_t index) { return index < words.size() ? std::string_view(words[index]) : ""; };
    const auto has = [&](std::string_view wanted) { return std::ranges::find(words, wanted) != words.end(); };
    const bool is_prepared = word(1) == "prepared";
    if (word(0) == "begin" || (word(0) == "start" && word(1) == "transaction")) statement.kind = Kind::Begin;
    else if ((word(0) == "commit" || word(0) == "end") && !is_prepared) statement.kind = Kind::Commit;
    else if (word(0) == "abort" || (word(0) == "rollback" && !is_prepared)) statement.kind = Kind::Rollback;
    else if (word(0) == "savepoint") statement.kind = Kind::Savepoint;
    else if (word(0) == "release") statement.kind = Kind::Release;
    else return false;
    if (statement.kind == Kind::Rollback && has("to")) statement.kind = Kind::RollbackTo;
    const bool names_savepoint =
        statement.kind == Kind::Savepoint || statement.kind == Kind::RollbackTo || statement.kind == Kind::Release;
    if (names_savepoint && !words.empty()) statement.savepoint = words.back();
    statement.chains = has("chain") && !has("no");
    return true;
}

// Finds what each ROLLBACK comes back to.
void Transactions::pair() {
    constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
    std::size_t open = kNone;  // the BEGIN of the transaction that is open
    std::vector<std::size_t> savepoints;
    const auto come_back = [&](Statement& statement, std::size_t target) {
        statement.comes_back = true;
        statement.target = target;
        statements_.at(target).is_kept = true;
    };
    const auto find = [&](const std::string& name) {
        return std::find_if(savepoints.rbegin(), savepoints.rend(),
                            [&](std::size_t item) { return statements_.at(item).savepoint == name; });
    };
    for (auto& [item, statement] : statements_) {
        if (statement.kind == Kind::Begin && open == kNone) open = item;
        if (statement.kind == Kind::Savepoint) savepoints.push_back(item);
        if (statement.kind == Kind::RollbackTo || statement.kind == Kind::Release) {
            const auto found = find(statement.savepoint);
            if (found == savepoints.rend()) continue;
            const bool comes_back = statement.kind == Kind::RollbackTo;
            if (comes_back) come_back(statement, *found);
            savepoints.erase(found.base() - (comes_back ? 0 : 1), savepoints.end());
        }
        if (statement.kind == Kind::Rollback && open != kNone) come_back(statement, open);
        if (statement.kind != Kind::Commit && statement.kind != Kind::Rollback) continue;
        savepoints.clear();
        open = statement.chains ? item : kNone;
    }
}

bool Transactions::follow(std::size_t item) {
    const auto found = statements_.find(item);
    if (found == statements_.end()) return false;
    const Statement& statement = found->second;
    const bool ends = statement.kind == Kind::Commit || statement.kind == Kind::Rollback;
    const bool goes_back = statement.kind == Kind::Rollback || statement.kind == Kind::RollbackTo;
    if (goes_back && statement.comes_back) {
        schema_.take_back(kept_.at(statement.target));
    } else if (goes_back && schema_.in_transaction) {  // it began in another script
        schema_.note("what this statement rolls back is not known; everything is taken as unknown");
        schema_.mark_everything_unknown();
    }
    if (ends) {
        schema_.end_transaction();
        kept_.clear();
    }
    if (statement.kind == Kind::Begin || (ends && statement.chains)) schema_.in_transaction = true;
    if (statement.is_kept) kept_.insert_or_assign(item, schema_);
    return true;
}

// The builder's part -----------------------------------------------------------------------------------------------------

void SchemaBuilder::keep_session_settings() {
    if (!session_) session_ = SessionSettings{search_path, access.current_role};
}

void SchemaBuilder::set_session_settings() {
    if (session_) session_ = SessionSettings{search_path, access.current_role};
}

void SchemaBuilder::end_transaction() {
    in_transaction = false;
    if (!session_) return;
    search_path = session_->search_path;
    access.current_role = session_->role;
    session_.reset();
}

void SchemaBuilder::take_back(const SchemaBuilder& kept) {
    std::vector<catalog::Note> notes = std::move(notes_);
    const StatementSource here = source;
    *this = kept;
    notes_ = std::move(notes);
    source = here;
}

}  // namespace rowtype::migrations
