#include "reflect/migrations/object_names.h"

#include <algorithm>

#include "reflect/migrations/query_columns.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

namespace {

constexpr std::size_t kMaximumNameBytes = 63;

// The first `length` bytes, without a cut character at the end.
std::string clip(std::string_view name, std::size_t length) {
    if (name.size() <= length) return std::string(name);
    while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) --length;
    return std::string(name.substr(0, length));
}

std::vector<std::string> with_included(std::vector<std::string> columns, const std::vector<std::string>& included) {
    columns.insert(columns.end(), included.begin(), included.end());
    return columns;
}

std::string numbered(std::string_view label, int pass) {
    return pass == 0 ? std::string(label) : std::string(label) + std::to_string(pass);
}

}  // namespace

std::string make_object_name(std::string_view name1, std::string_view name2, std::string_view label) {
    const std::size_t overhead = label.size() + 1 + (name2.empty() ? 0 : 1);
    const std::size_t available = kMaximumNameBytes - std::min(overhead, kMaximumNameBytes);
    std::size_t length1 = name1.size();
    std::size_t length2 = name2.size();
    while (length1 + length2 > available) {
        if (length1 > length2) {
            --length1;
        } else {
            --length2;
        }
    }
    std::string name = clip(name1, length1);
    if (!name2.empty()) name += "_" + clip(name2, length2);
    return name + "_" + std::string(label);
}

std::string choose_relation_name(SchemaBuilder& schema, const catalog::QualifiedName& table, std::string_view addition,
                                 std::string_view label, bool for_constraint) {
    for (int pass = 0;; ++pass) {
        catalog::QualifiedName name{table.schema, make_object_name(table.name, addition, numbered(label, pass))};
        const bool taken = schema.is_relation_name_taken(name) || (for_constraint && schema.is_constraint_name_taken(name));
        if (!taken) return name.name;
    }
}

std::string choose_key_name(SchemaBuilder& schema, const catalog::QualifiedName& table, const catalog::Key& key) {
    const std::string addition = join_column_names(index_column_names(with_included(key.columns, key.included_columns)));
    return choose_relation_name(schema, table, addition, "key", true);
}

std::string choose_index_name(SchemaBuilder& schema, const catalog::QualifiedName& table, const catalog::Index& index) {
    const std::string addition =
        join_column_names(index_column_names(with_included(named_columns(index), index.included_columns)));
    return choose_relation_name(schema, table, addition, "idx", false);
}

std::vector<std::string> named_columns(const catalog::Index& index) {
    std::vector<std::string> names = index.columns;
    auto expression = index.expressions.begin();
    for (std::string& name : names) {
        if (!name.empty() || expression == index.expressions.end()) continue;
        const sql::ParseOutcome outcome = sql::parse("SELECT " + *expression++);
        if (!outcome.tree || outcome.tree->statements().empty()) continue;
        const auto& targets = (*outcome.tree->statements().front().node)["targetList"].items();
        if (!targets.empty()) name = name_of_expression((*targets.front())["val"]).value_or("");
    }
    return names;
}

std::string choose_constraint_name(SchemaBuilder& schema, const catalog::QualifiedName& table, std::string_view addition,
                                   std::string_view label) {
    for (int pass = 0;; ++pass) {
        catalog::QualifiedName name{table.schema, make_object_name(table.name, addition, numbered(label, pass))};
        if (!schema.is_constraint_name_taken(name)) return name.name;
    }
}

std::string join_column_names(const std::vector<std::string>& columns) {
    std::string joined;
    for (const std::string& column : columns) {
        if (!joined.empty()) joined += "_";
        joined += column;
        if (joined.size() > kMaximumNameBytes) break;
    }
    return joined;
}

std::vector<std::string> index_column_names(const std::vector<std::string>& columns) {
    std::vector<std::string> names;
    for (const std::string& column : columns) {
        const std::string original = column.empty() ? "expr" : column;
        std::string name = original;
        for (int count = 1; std::ranges::find(names, name) != names.end(); ++count) {
            const std::string suffix = std::to_string(count);
            name = clip(original, kMaximumNameBytes - suffix.size()) + suffix;
        }
        names.push_back(std::move(name));
    }
    return names;
}

}  // namespace rowtype::migrations
