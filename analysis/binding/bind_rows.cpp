#include "analysis/binding/bind_rows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include "analysis/binding/class_at.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/literal_text.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/model_fields.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/model_table.h"
#include "analysis/binding/row_attributes.h"
#include "analysis/binding/row_queries.h"
#include "analysis/binding/row_values.h"
#include "analysis/types/class_kind.h"
#include "reflect/base/similar_names.h"

namespace rowtype::binding {

namespace {

using facts::is_question;
using facts::RowAccess;
using facts::RowUse;

bool is_plain_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char letter) {
        return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    });
}

// Whether the change is one of that. Only dictionaries can be changed where they are kept; what happens to a cursor, its values know.
bool is_done_to(const RowAccess& change, const RowValue& object) {
    if (object.form == RowForm::Cursor) return false;
    return change.use != RowUse::Keep || object.form == RowForm::Response || object.shape->kind == RowKind::Mapping;
}

// Accesses stand in the order of the text.
std::vector<RowAccess>::const_iterator first_from(const facts::RowFacts& rows, std::uint32_t position) {
    return std::ranges::lower_bound(rows.accesses, position, {}, [](const RowAccess& access) { return access.span.begin; });
}

// Whether the select names the key's column, misspelled: what it has to say is said there, and mends both.
bool is_misspelled_in_select(const RowShape& shape, const std::string& key) {
    return std::ranges::any_of(shape.keys, [&](const ShapeKey& selected) {
        if (!selected.column.empty() || selected.embedded || shape.relation->find_column(selected.name) != nullptr) return false;
        return nearest_name(selected.name, shape.relation->column_names()) == key;
    });
}

RowKeyReference reference_to(const RowAccess& access, const RowShape& shape) {
    RowKeyReference reference;
    reference.name = access.key;
    reference.span = access.key_span;
    reference.relation = shape.relation;
    reference.column = shape.relation->find_column(access.key);
    reference.is_selected = shape.gives(access.key);
    reference.is_get = access.use == RowUse::Get;
    reference.has_default = access.has_default;
    reference.selects_all = shape.has_all;
    if (reference.is_selected) return reference;
    reference.selected = shape.names();
    const auto renamed = std::ranges::find(shape.keys, access.key, &ShapeKey::column);
    if (renamed != shape.keys.end()) reference.given_as = renamed->name;
    const bool can_add = shape.can_grow && reference.column != nullptr && reference.given_as.empty() && is_plain_name(access.key);
    if (can_add) reference.addition = findings::TextEdit{shape.end, ", " + access.key};
    return reference;
}

bool is_asked_so(const RowAccess& access, const RowShape& shape) {
    const bool has_keys = shape.kind == RowKind::Mapping || shape.kind == RowKind::Record || shape.kind == RowKind::SqlRow;
    const bool has_attributes = shape.kind == RowKind::NamedTuple || shape.kind == RowKind::SqlRow;
    return access.use == RowUse::Attribute ? has_attributes : has_keys;
}

// What tuples and SQLAlchemy's rows have beside their columns.
bool is_of_every_row(std::string_view attribute) {
    return attribute.starts_with("_") || attribute == "count" || attribute == "index" || attribute == "t";
}

std::optional<RowKeyReference> attribute_of(const RowAccess& access, const RowShape& shape) {
    if (is_of_every_row(access.key)) return std::nullopt;
    RowKeyReference reference;
    reference.name = access.key;
    reference.span = access.key_span;
    reference.relation = shape.relation;
    reference.is_attribute = true;
    std::optional<std::vector<std::string>> names =
        shape.kind == RowKind::SqlRow ? std::optional(shape.relation->column_names()) : attribute_names(*shape.relation);
    if (!names) return std::nullopt;
    const auto found = std::ranges::find(*names, access.key);
    reference.is_selected = found != names->end();
    reference.selects_all = shape.has_all;
    if (reference.is_selected) reference.column = &shape.relation->columns[static_cast<std::size_t>(found - names->begin())];
    else reference.selected = *std::move(names);
    return reference;
}

std::optional<RowWidth> wrong_width(const RowAccess& access, const RowValue& object) {
    const bool is_each = access.use == RowUse::UnpackEach;
    if (object.shape->kind == RowKind::Mapping) return std::nullopt;
    const bool gives_rows = object.form == RowForm::Rows || object.form == RowForm::Cursor;
    if (is_each ? !gives_rows : object.form != RowForm::Row) return std::nullopt;
    RowWidth width;
    width.span = access.key_span;
    width.columns = object.shape->relation->column_names();
    const auto given = static_cast<std::int64_t>(width.columns.size());
    if (access.use == RowUse::Index) {
        const auto read = std::from_chars(access.key.data(), access.key.data() + access.key.size(), width.asked);
        const bool is_number = read.ec == std::errc() && read.ptr == access.key.data() + access.key.size();
        if (!is_number || (width.asked < given && width.asked >= -given)) return std::nullopt;
    } else {
        width.use = RowWidth::Use::Unpack;
        width.asked = access.parts;
        if (width.asked == given) return std::nullopt;
    }
    return width;
}

// Whether the class may fill in itself what a row lacks.
bool prepares_rows(const Lineage& lineage) {
    constexpr std::array<std::string_view, 4> kMakers = {"__init__", "__new__", "model_validate", "parse_obj"};
    return !lineage.complete || lineage.configuration.is_unknown || lineage.before_validated.contains("*") ||
           std::ranges::any_of(lineage.classes, [&](const types::Definition& link) {
               // A mapped class takes whatever it is given.
               const std::vector<facts::Argument>& keywords = link.class_definition->keywords;
               if (std::ranges::find(keywords, "table", &facts::Argument::keyword) != keywords.end()) return true;
               return std::ranges::any_of(link.class_definition->methods, [&](const std::string& method) {
                   return std::ranges::find(kMakers, method) != kMakers.end();
               });
           });
}

// Whether the class is a model of that relation: a field that no column is for is then said at the model, once.
bool stands_for(const facts::Class& model, const catalog::Relation& relation, const Context& context) {
    std::optional<TableMatch> match = stated_table(model, context);
    if (!match) match = table_by_name(model.name, context);
    return match && match->relation == &relation;
}

// The columns that a text behind the select adds; nothing where one of the keys is none.
std::optional<findings::TextEdit> addition_of(const std::vector<std::string>& keys, const RowShape& shape) {
    findings::TextEdit edit{shape.end, {}};
    for (const std::string& key : keys) {
        if (!shape.can_grow || shape.relation->find_column(key) == nullptr || !is_plain_name(key)) return std::nullopt;
        edit.text += ", " + key;
    }
    return edit;
}

// The model where it needs what a row of the shape lacks. An Optional field without default is required by pydantic 2 alone.
std::optional<ModelOfRow> model_of_row(const RowAccess& access, const RowShape& shape, const types::Definition& definition,
                                       const Context& context) {
    if (definition.class_definition == nullptr || types::kind_of_class(definition) != types::ClassKind::Pydantic)
        return std::nullopt;
    const Lineage lineage = lineage_of(definition);
    if (prepares_rows(lineage)) return std::nullopt;
    BoundModel model;
    bind_fields(lineage, context, false, model);
    if (!model.fields_complete) return std::nullopt;
    const bool is_said_there = shape.has_all && stands_for(*definition.class_definition, *shape.relation, context);
    ModelOfRow made{access.key, access.key_span, shape.relation, {}, shape.names(), {}};
    for (const BoundField& field : model.fields) {
        if (is_said_there && shape.relation->find_column(field.column_name) == nullptr) continue;
        const bool is_read = field.is_column || field.is_embed;
        const bool is_certain =
            field.required && is_read && !field.annotation.accepts_none() && !lineage.before_validated.contains(field.name);
        if (is_certain && !shape.gives(field.column_name) && !shape.gives(field.name)) made.lacking.push_back(field.column_name);
    }
    if (made.lacking.empty()) return std::nullopt;
    made.addition = addition_of(made.lacking, shape);
    return made;
}

// Texts beside a key whose column is of an enum. Of a domain over one nobody knows what it is read as.
void read_comparisons(const RowAccess& access, const RowShape& shape, const catalog::Catalog& catalog, RowBinding& binding) {
    const catalog::Column* column = shape.column_of(access.key);
    const catalog::TypeDefinition* type =
        column == nullptr || !column->type.is_known() || column->type.is_array() ? nullptr : catalog.find_type(column->type.name);
    if (type == nullptr || type->kind != catalog::TypeKind::Enum) return;
    for (const facts::Value& text : access.compared) {
        if (text.text.empty() || takes_literal(column->type, type->labels, {SqlLiteral::Kind::Text, text.text})) continue;
        const Span span = facts::source_span(text, {0, static_cast<std::uint32_t>(text.text.size())});
        binding.comparisons.push_back({text.text, span, shape.relation, column->name, column->type, type->labels});
    }
}

// What rows are asked of, in a statement or in a flow of several.
class RowBinder {
public:
    // `part`: of the flow, what is to be bound. `most_steps`: of the values, before it is given up.
    RowBinder(const facts::RowFacts& rows, const RowValues& values, Span part, std::size_t most_steps,
              const catalog::Catalog& catalog)
        : values_(values), most_steps_(most_steps), catalog_(catalog) {
        for (auto at = first_from(rows, part.begin); at != rows.accesses.end() && at->span.begin < part.end; ++at) {
            if (!is_question(*at) || has_given_up()) continue;
            std::optional<RowValue> object = values.of(at->object, at->scope);
            if (object && object->shape->relation != nullptr) asked_.push_back({&*at, *std::move(object)});
        }
    }

    [[nodiscard]] bool asks_nothing() const { return asked_.empty(); }
    // How many of the questions are of rows that are known.
    [[nodiscard]] std::size_t asked() const { return asked_.size(); }
    // Of what was bound then nothing holds.
    [[nodiscard]] bool has_given_up() const { return values_.steps() > most_steps_; }
    // `is_flow`: the statement is one of several, and scopes are not its own. What stands before `from` changes none of the rows that
    // are asked for.
    [[nodiscard]] RowBinding bind(std::uint32_t from, const StatementView& statement, bool is_flow, const Context& context);

private:
    struct Asked {
        const RowAccess* access = nullptr;
        RowValue object;
    };

    [[nodiscard]] bool was_changed(const Asked& asked);
    [[nodiscard]] bool any_concerns(const std::vector<const RowAccess*>& changes, std::uint32_t end, const RowValue& object);
    [[nodiscard]] const EmbedNode* changed_by(const RowAccess& change);
    void bind_key(const Asked& asked, RowBinding& binding);
    void read_models(const StatementView& statement, bool is_flow, const Context& context, RowBinding& binding);

    const RowValues& values_;
    std::size_t most_steps_;
    const catalog::Catalog& catalog_;
    std::uint32_t from_ = 0;
    std::vector<Asked> asked_;
    std::unordered_map<const RowAccess*, const EmbedNode*> changed_;  // what was told of a change
};

RowBinding RowBinder::bind(std::uint32_t from, const StatementView& statement, bool is_flow, const Context& context) {
    RowBinding binding;
    from_ = from;
    read_models(statement, is_flow, context, binding);
    for (const Asked& asked : asked_) {
        switch (asked.access->use) {
            case RowUse::Index:
            case RowUse::Unpack:
            case RowUse::UnpackEach:
                if (auto width = was_changed(asked) ? std::nullopt : wrong_width(*asked.access, asked.object))
                    binding.widths.push_back(*std::move(width));
                break;
            case RowUse::Key:
            case RowUse::Get:
            case RowUse::Attribute: bind_key(asked, binding); break;
            default: break;
        }
    }
    return binding;
}

// Whether code may have made something else of the rows: wherever it sets the key (of a model any), and, where it may do anything, before.
bool RowBinder::was_changed(const Asked& asked) {
    const facts::RowIndex& index = values_.index();
    const RowAccess& access = *asked.access;
    constexpr std::uint32_t kEnd = std::numeric_limits<std::uint32_t>::max();
    return any_concerns(access.use == RowUse::Make ? index.changes_of_keys() : index.changes_of_key(access.key), kEnd,
                        asked.object) ||
           any_concerns(index.changes_of_all(), asked.object.is_kept ? kEnd : access.span.begin, asked.object);
}

// Of those that begin before a place the last first: most code changes rows right before it asks for them.
bool RowBinder::any_concerns(const std::vector<const RowAccess*>& changes, std::uint32_t end, const RowValue& object) {
    const auto position = [](const RowAccess* access) { return access->span.begin; };
    const auto first = std::ranges::lower_bound(changes, from_, {}, position);
    const auto behind = std::ranges::lower_bound(first, changes.end(), end, {}, position);
    return std::any_of(std::reverse_iterator(behind), std::reverse_iterator(first),
                       [&](const RowAccess* change) { return has_given_up() || changed_by(*change) == object.origin; });
}

// The query whose rows it changes; null where these are none of any.
const EmbedNode* RowBinder::changed_by(const RowAccess& change) {
    const auto [known, is_new] = changed_.try_emplace(&change, nullptr);
    if (is_new) {
        const std::optional<RowValue> object = values_.of(change.object, change.scope);
        if (object && is_done_to(change, *object)) known->second = object->origin;
    }
    return known->second;
}

void RowBinder::bind_key(const Asked& asked, RowBinding& binding) {
    const RowAccess& access = *asked.access;
    const RowShape& shape = *asked.object.shape;
    if (asked.object.form != RowForm::Row || !is_asked_so(access, shape)) return;
    if (access.use == RowUse::Attribute) {
        if (auto attribute = was_changed(asked) ? std::nullopt : attribute_of(access, shape))
            binding.keys.push_back(*std::move(attribute));
        return;
    }
    const bool may_be_more = !shape.is_complete || was_changed(asked) || is_misspelled_in_select(shape, access.key);
    if (may_be_more && !shape.gives(access.key)) count(binding.muted, Mute::RowKeyNotJudged);
    else binding.keys.push_back(reference_to(access, shape));
    if (!access.compared.empty() && !access.has_default && !may_be_more) read_comparisons(access, shape, catalog_, binding);
}

// Models that are made of rows as they came.
void RowBinder::read_models(const StatementView& statement, bool is_flow, const Context& context, RowBinding& binding) {
    std::optional<ModelModules> modules;
    for (const Asked& asked : asked_) {
        const RowAccess& access = *asked.access;
        const RowValue& object = asked.object;
        if (access.use != RowUse::Make || object.form != RowForm::Row || !object.shape->is_complete) continue;
        if (was_changed(asked)) continue;
        if (!modules) modules.emplace(context);
        facts::Value name;
        name.kind = facts::ValueKind::Name;
        name.text = access.key;
        const Place place{&statement.facts, is_flow ? 0 : access.scope, &modules->analysed_file()};
        const bool is_dotted = access.key.find('.') != std::string::npos;
        const types::Definition definition = is_dotted ? modules->analysed_file().resolve(access.key) : class_at(name, place);
        if (auto model = model_of_row(access, *object.shape, definition, context)) binding.models.push_back(std::move(*model));
    }
}

// Makes spans that count from the file's first byte relative to the statement. The place of an addition may stand before it.
void make_relative(RowBinding& binding, std::uint32_t offset) {
    const auto move = [&](Span& span) { span = span.shifted(0U - offset); };
    for (RowKeyReference& key : binding.keys) {
        move(key.span);
        if (key.addition) move(key.addition->span);
    }
    for (RowWidth& width : binding.widths) move(width.span);
    for (RowComparison& comparison : binding.comparisons) move(comparison.span);
    for (ModelOfRow& model : binding.models) {
        move(model.span);
        if (model.addition) move(model.addition->span);
    }
}

// Of a script that is too long to be followed: what a statement asks of rows that it reads itself, by names that it gives values itself.
RowBinding bind_alone(const StatementView& statement, const std::vector<BoundQuery>& queries, const facts::Script& script,
                      const Context& context) {
    constexpr std::size_t kLeastSteps = 200;
    const facts::RowFacts& rows = *statement.facts.rows.get();
    const StatementQueries own(queries);
    const RowValues values(statement.facts, own, script.shared());
    RowBinder binder(rows, values, {0, statement.facts.length}, std::max(script.steps_of_each(), kLeastSteps), context.catalog);
    RowBinding binding = binder.bind(0, statement, false, context);
    std::size_t told = binder.asked();
    if (binder.has_given_up()) {
        binding = {};
        told = 0;
    }
    const auto questions = static_cast<std::size_t>(std::ranges::count_if(rows.accesses, is_question));
    count(binding.muted, Mute::RowOfLongScript, static_cast<std::uint32_t>(questions - told));
    return binding;
}

// Of one of the statements that are a module's own code: names mean what those before it gave them.
RowBinding bind_in_script(const StatementView& statement, const std::vector<BoundQuery>& queries, const Context& context) {
    // Before the script is asked for, on which it would depend from then on.
    const std::vector<RowAccess>& accesses = statement.facts.rows.get()->accesses;
    if (std::ranges::none_of(accesses, is_question)) return {};
    const facts::Script* script = context.names.script();
    if (script != nullptr && script->is_too_long()) return bind_alone(statement, queries, *script, context);
    if (script == nullptr || !script->holds(statement.facts, statement.offset)) return {};
    ScriptQueries all(*script, context, statement, queries);
    const facts::StatementFacts& flow = script->flow();
    const RowValues values(*script, all);
    RowBinder binder(*flow.rows.get(), values, {statement.offset, statement.offset + statement.facts.length},
                     script->steps_of_each(), context.catalog);
    if (binder.asks_nothing() && !binder.has_given_up()) return {};
    all.stop_binding();
    RowBinding binding = binder.bind(all.first_bound(), statement, true, context);
    if (binder.has_given_up()) return bind_alone(statement, queries, *script, context);
    make_relative(binding, statement.offset);
    binding.roots = all.roots();
    return binding;
}

}  // namespace

RowBinding bind_rows(const StatementView& statement, const std::vector<BoundQuery>& queries, const Context& context) {
    if (!statement.facts.rows) return {};
    const facts::RowFacts& rows = *statement.facts.rows.get();
    if (rows.is_of_script) return bind_in_script(statement, queries, context);
    const StatementQueries own(queries);
    const RowValues values(statement.facts, own);
    constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();
    return RowBinder(rows, values, {0, statement.facts.length}, kNoLimit, context.catalog).bind(0, statement, false, context);
}

}  // namespace rowtype::binding
