#include "lsp/workspace/impact_words.h"

#include <algorithm>

namespace rowtype::workspace {

namespace {

using diff::Aspect;
using diff::Change;
using diff::ChangeKind;
using findings::Severity;

const catalog::Relation* find_relation(const catalog::Catalog& catalog, const std::string& table) {
    const auto found = std::ranges::find_if(
        catalog.relations(), [&](const catalog::Relation& relation) { return relation.name.to_string() == table; });
    return found == catalog.relations().end() ? nullptr : &*found;
}

std::string verb_of(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::Added: return "added";
        case ChangeKind::Removed: return "dropped";
        case ChangeKind::Changed: break;
    }
    return "changed";
}

std::string from_to(const Change& change) {
    if (change.before.empty() || change.after.empty()) return "";
    return " from " + change.before + " to " + change.after;
}

}  // namespace

Removal removal_of(const catalog::Catalog& before, const catalog::Catalog& after, const std::string& table,
                   const std::string& column) {
    const catalog::Relation* relation = find_relation(before, table);
    if (relation == nullptr) return {};
    const catalog::RemovedName* removed = after.find_removed(relation->name.schema, relation->name.name, column);
    if (removed == nullptr || removed->file.empty()) return {};
    return {removed->renamed_to, removed->file + ":" + std::to_string(removed->line)};
}

bool is_about_column(Aspect aspect) {
    switch (aspect) {
        case Aspect::Column:
        case Aspect::ColumnType:
        case Aspect::Nullability:
        case Aspect::Default:
        case Aspect::Identity:
        case Aspect::Generated:
        case Aspect::Collation: return true;
        default: return false;
    }
}

std::string words_of(const Change& change, const Removal& removal, bool has_default) {
    switch (change.aspect) {
        case Aspect::Column:
            if (!removal.renamed_to.empty()) return "column renamed to " + removal.renamed_to;
            if (change.kind == ChangeKind::Added && !has_default) return "column added, NOT NULL without a default";
            return "column " + verb_of(change.kind);
        case Aspect::ColumnType: return "type changed" + from_to(change);
        case Aspect::Nullability: return change.after == "not null" ? "made NOT NULL" : "made nullable";
        case Aspect::Default:
            if (change.kind == ChangeKind::Changed) return "default changed" + from_to(change);
            return "default " + verb_of(change.kind);
        default: break;
    }
    std::string what(diff::word_of(change.aspect));
    if (!change.name.empty() && !is_about_column(change.aspect)) what += " " + change.name;
    return what + " " + verb_of(change.kind) + from_to(change);
}

std::string words_of_pending(const Change& change, bool has_default) {
    if (change.aspect == Aspect::Column && change.kind == ChangeKind::Added) {
        return has_default ? "column still there" : "column still there, NOT NULL without a default";
    }
    if (change.aspect == Aspect::ColumnType) return "type still " + change.after;
    if (change.aspect == Aspect::Nullability) return change.after == "not null" ? "still NOT NULL" : "still nullable";
    if (change.aspect == Aspect::Default) return change.after.empty() ? "no default yet" : "default still " + change.after;
    std::string what(diff::word_of(change.aspect));
    if (!change.name.empty() && !is_about_column(change.aspect)) what += " " + change.name;
    if (change.kind == ChangeKind::Removed) return what + " not there yet";
    return change.kind == ChangeKind::Added ? what + " still there" : what + " not changed yet";
}

std::string words_of_label(const catalog::Catalog& after, const std::string& type, const Change& change) {
    if (change.kind == ChangeKind::Removed) {
        for (const catalog::TypeDefinition& definition : after.types()) {
            if (definition.name.to_string() != type) continue;
            const catalog::RemovedObject* removed = after.find_removed_label(definition.name, change.name);
            if (removed != nullptr && !removed->renamed_to.empty())
                return "label '" + change.name + "' renamed to '" + removed->renamed_to + "'";
        }
    }
    return "label '" + change.name + "' " + verb_of(change.kind);
}

std::string words_of(usage::UseKind kind) {
    switch (kind) {
        case usage::UseKind::Read: return "reads it";
        case usage::UseKind::Write: return "writes it";
        case usage::UseKind::Filter: return "filters by it";
        case usage::UseKind::Join: return "joins by it";
        case usage::UseKind::Order: return "orders by it";
        case usage::UseKind::Group: return "groups by it";
        case usage::UseKind::ConflictTarget: return "names it in ON CONFLICT";
        case usage::UseKind::Model: return "a field of a model";
    }
    return "";
}

std::string words_of(usage::TableUseKind kind) {
    switch (kind) {
        case usage::TableUseKind::Read: return "reads from it";
        case usage::TableUseKind::Insert: return "inserts into it";
        case usage::TableUseKind::Update: return "updates it";
        case usage::TableUseKind::Delete: return "deletes from it";
        case usage::TableUseKind::Embed: return "embeds it";
        case usage::TableUseKind::Model: return "a model of it";
        case usage::TableUseKind::Other: return "uses it";
    }
    return "";
}

std::string referenced_by(const catalog::Catalog& catalog, const std::string& table, const std::string& key) {
    const catalog::Relation* relation = find_relation(catalog, table);
    if (relation == nullptr) return {};
    const auto found = std::ranges::find(relation->foreign_keys, key, &catalog::ForeignKey::name);
    return found == relation->foreign_keys.end() ? std::string() : found->referenced_relation.to_string();
}

bool is_required(const catalog::Catalog& catalog, const std::string& table, const std::string& column) {
    const catalog::Relation* relation = find_relation(catalog, table);
    const catalog::Column* found = relation == nullptr ? nullptr : relation->find_column(column);
    const bool is_table = relation != nullptr && (relation->kind == catalog::RelationKind::Table ||
                                                  relation->kind == catalog::RelationKind::PartitionedTable);
    return found != nullptr && is_table && !found->is_optional_on_insert();
}

bool names_type(const catalog::Catalog& catalog, const findings::Finding& finding, const std::string& type) {
    const catalog::Relation* relation = find_relation(catalog, finding.table);
    const catalog::Column* column = relation == nullptr ? nullptr : relation->find_column(finding.field);
    return column != nullptr && column->type.name.to_string() == type;
}

Severity severity_of(const findings::Finding& finding) {
    if (finding.rule == "missing-field" || finding.rule == "unindexed-filter") return Severity::Warning;
    return finding.severity;
}

}  // namespace rowtype::workspace
