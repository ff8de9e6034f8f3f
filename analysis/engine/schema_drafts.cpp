#include "analysis/engine/schema_drafts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/binding/file_places.h"
#include "analysis/drafts/draft_finding.h"
#include "analysis/engine/fresh_file.h"
#include "analysis/engine/statement_result.h"

namespace rowtype::engine {

namespace {

// What a text misses, bound once a statement.
class Drafter {
public:
    Drafter(const FileIdentity& identity, const std::string& text, const Environment& environment,
            const std::shared_ptr<const facts::FileFacts>& known)
        : identity_(identity), text_(text), environment_(environment), file_(identity, text, environment, known) {}

    std::vector<DraftedFinding> draft(const std::vector<findings::Finding>& findings);

private:
    drafts::DraftOutcome draft_of(const findings::Finding& finding);
    drafts::DraftOutcome table_of(const findings::Finding& finding);
    const binding::BoundStatement& bound_at(const facts::PlacedStatement& statement);
    // The statement that it is about: the one that executes the text, where that stands in another.
    const facts::PlacedStatement* asking_statement(const findings::Finding& finding);

    const FileIdentity& identity_;
    const std::string& text_;
    const Environment& environment_;
    FreshFile file_;
    std::map<std::uint32_t, binding::BoundStatement> bound_;  // by offset
};

bool concerns_schema(const findings::Finding& finding) {
    return finding.rule == "stale-field" || finding.rule == "unknown-column" || finding.rule == "unknown-table" ||
           finding.rule == "nullable-mismatch" || finding.rule == "type-mismatch";
}

// The schema with one table more, which has no column yet.
catalog::CatalogPointer with_empty_table(const catalog::Catalog& catalog, const catalog::QualifiedName& name) {
    catalog::CatalogData data = catalog.data();
    catalog::Relation relation;
    relation.name = name;
    data.relations.push_back(std::move(relation));
    return std::make_shared<const catalog::Catalog>(std::move(data));
}

}  // namespace

std::vector<DraftedFinding> draft_changes(const FileIdentity& identity, const std::string& text, const Environment& environment,
                                          const std::vector<findings::Finding>& findings,
                                          const std::shared_ptr<const facts::FileFacts>& known) {
    if (std::ranges::none_of(findings, concerns_schema)) return {};
    return Drafter(identity, text, environment, known).draft(findings);
}

void merge_drafts(std::vector<drafts::SchemaDraft>& into, std::vector<drafts::SchemaDraft> more) {
    for (drafts::SchemaDraft& draft : more) {
        const auto same =
            std::ranges::find_if(into, [&](const drafts::SchemaDraft& other) { return other.is_same_change(draft); });
        if (same == into.end()) {
            into.push_back(std::move(draft));
        } else if (draft.kind == drafts::ChangeKind::CreateTable) {
            // Each file asks for columns of its own.
            std::vector<drafts::SchemaDraft> columns;
            for (const drafts::SchemaDraft* part : {&*same, &draft}) {
                for (const drafts::DraftedColumn& column : part->columns) {
                    columns.push_back({drafts::ChangeKind::AddColumn, part->table, {column}});
                }
            }
            *same = drafts::draft_new_table(draft.table, columns);
        } else if (draft.knows_more_than(*same)) {
            *same = std::move(draft);
        }
    }
}

namespace {

std::vector<DraftedFinding> Drafter::draft(const std::vector<findings::Finding>& findings) {
    std::vector<DraftedFinding> drafted;
    if (!file_.not_analysed().empty()) return drafted;
    for (const findings::Finding& finding : findings) {
        if (finding.severity == findings::Severity::Off || !concerns_schema(finding)) continue;
        drafts::DraftOutcome outcome = finding.rule == "unknown-table" ? table_of(finding) : draft_of(finding);
        if (outcome.drafts.empty() && outcome.reason.empty()) continue;
        drafted.push_back({finding, std::move(outcome.drafts), std::move(outcome.reason)});
    }
    return drafted;
}

drafts::DraftOutcome Drafter::draft_of(const findings::Finding& finding) {
    const facts::PlacedStatement* const statement = asking_statement(finding);
    if (statement == nullptr) return {};
    const bool is_around =
        statement->offset <= finding.span.begin && finding.span.begin < statement->offset + statement->facts->length;
    return drafts::draft_finding(finding, {text_, is_around ? file_.root_around(finding.span) : file_.root(),
                                           *environment_.catalog, bound_at(*statement), statement->offset});
}

const binding::BoundStatement& Drafter::bound_at(const facts::PlacedStatement& statement) {
    const auto bound = bound_.find(statement.offset);
    if (bound != bound_.end()) return bound->second;
    Statistics statistics;
    return bound_.emplace(statement.offset, bind_statement({*statement.facts, statement.offset}, file_.context(), statistics))
        .first->second;
}

const facts::PlacedStatement* Drafter::asking_statement(const findings::Finding& finding) {
    const facts::PlacedStatement* holder = nullptr;
    for (const facts::PlacedStatement& statement : file_.facts().statements) {
        if (statement.offset <= finding.span.begin) holder = &statement;
    }
    if (holder == nullptr || !holder->facts->sql_calls.empty() || finding.rule != "unknown-column") return holder;
    const auto is_it = [&](const binding::ColumnReference& column) {
        return binding::is_of_file(column.span) && binding::in_file(column.span, 0) == finding.span;
    };
    for (const facts::PlacedStatement& statement : file_.facts().statements) {
        if (statement.facts->sql_calls.empty() && statement.facts->chains.empty()) continue;
        for (const binding::BoundSql& sql : bound_at(statement).sql) {
            if (std::ranges::any_of(sql.columns, is_it)) return &statement;
        }
        for (const binding::BoundQuery& query : bound_at(statement).queries) {
            if (std::ranges::any_of(query.columns, is_it)) return &statement;
        }
    }
    return holder;
}

// Checked against a schema that has the table, its columns are what the text then misses.
drafts::DraftOutcome Drafter::table_of(const findings::Finding& finding) {
    const drafts::NewTable table = drafts::new_table_of(finding, *environment_.catalog);
    if (!table.reason.empty()) return {{}, table.reason};
    Environment with_table = environment_;
    with_table.catalog = with_empty_table(*environment_.catalog, table.name);
    Drafter drafter(identity_, text_, with_table, nullptr);
    std::vector<drafts::SchemaDraft> additions;
    for (const findings::Finding& missed : analyse_text(identity_, text_, with_table).findings) {
        if (missed.table != table.name.to_string() || missed.rule == "unknown-table") continue;
        for (drafts::SchemaDraft& draft : drafter.draft_of(missed).drafts) additions.push_back(std::move(draft));
    }
    return {{drafts::draft_new_table(table.name, additions)}, table.doubt};
}

}  // namespace

}  // namespace rowtype::engine
