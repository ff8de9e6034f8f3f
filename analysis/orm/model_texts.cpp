// Texts in the bodies of models that SQLAlchemy evaluates when it configures its mappers: relationship(back_populates="posts",
// foreign_keys="[Post.user_id]", primaryjoin="User.id == Post.user_id"); or, of association_proxy("posts", "title"), at its first use.
#include <algorithm>
#include <array>

#include "analysis/binding/provided_modules.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/orm_hints.h"
#include "analysis/orm/class_line.h"
#include "analysis/orm/key_texts.h"
#include "analysis/orm/use_recorder.h"

namespace rowtype::orm {

using binding::ColumnRole;
using binding::NamedBy;
using facts::Value;
using facts::ValueKind;

namespace {

// Every "Class.attribute" of an expression in a text.
void bind_expression(const Entity& owner, const Value& text, UseRecorder& recorder) {
    const std::string& bytes = text.text;
    if (bytes.find('"') != std::string::npos || bytes.find('\'') != std::string::npos) return;
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t end = at;
        while (end < bytes.size() && facts::is_identifier_byte(bytes[end])) ++end;
        const std::size_t name_end = end;
        const std::string name = bytes.substr(at, name_end - at);
        const bool begins = at == 0 || bytes[at - 1] != '.';
        if (begins && facts::is_class_like(name) && end < bytes.size() && bytes[end] == '.') {
            const std::size_t begin = end + 1;
            for (end = begin; end < bytes.size() && facts::is_identifier_byte(bytes[end]);) ++end;
            const bool is_whole = end == bytes.size() || bytes[end] != '.';  // "User.__table__.c.id", a module's class
            const Entity* entity = is_whole && end > begin ? recorder.entities().registered(owner, name) : nullptr;
            if (entity != nullptr && !entity->is_table) {
                const std::string attribute = bytes.substr(begin, end - begin);
                const Span place = facts::source_span(text, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
                recorder.record(*entity, {attribute, place, NamedBy::Text, ColumnRole::Filter, false});
            }
        }
        at = std::max(end, at + 1);
    }
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && (text.front() < '0' || text.front() > '9') && std::ranges::all_of(text, facts::is_identifier_byte);
}

Span span_of(const Value& text) { return facts::source_span(text, {0, static_cast<std::uint32_t>(text.text.size())}); }

// The text in Mapped[list["Post"]], "Post" or Optional["Post"]; null where there is none, or more than a name in it.
const Value* text_in(const Value& annotation, const std::string& name) {
    if (annotation.is(ValueKind::String)) return annotation.text == name ? &annotation : nullptr;
    for (const Value& item : annotation.items) {
        if (const Value* found = text_in(item, name)) return found;
    }
    return nullptr;
}

// Classes that the file knows by name.
std::vector<std::string> classes_near(const UseRecorder& recorder) {
    std::vector<std::string> names;
    for (const facts::PlacedStatement& placed : recorder.entities().context().file_facts.statements) {
        for (const facts::Class& found : placed.facts->classes) {
            if (found.scope == 0) names.push_back(found.name);
        }
        for (const facts::Import& found : placed.facts->imports) {
            if (facts::is_class_like(found.bound)) names.push_back(found.bound);
        }
    }
    return names;
}

// Whether nothing but the project itself can put a class or table into the registry that the owner's texts are looked up in.
bool is_of_project(const Entity& owner) {
    if (owner.mapped.relation_unknown && owner.mapped.table_name.empty()) return false;
    const ClassLine line = line_of(owner.definition);
    return line.complete && line.root != RootKind::Reflected && line.root != RootKind::None;
}

// relationship("Post"), Mapped[list["Post"]]
void bind_target(const Entity& owner, const MappedAttribute& attribute, const Value& call, UseRecorder& recorder) {
    const Value* given = call.argument("argument", 0);
    if (given == nullptr) {
        const ClassLine line = line_of(owner.definition);
        const auto found = line.find(attribute.name);
        const bool is_own = found && found->declared_in->class_definition == owner.definition.class_definition;
        if (is_own && found->field->annotation) given = text_in(*found->field->annotation, attribute.target);
    }
    if (given == nullptr || !given->is(ValueKind::String) || !is_plain_name(given->text)) return;
    if (!facts::is_class_like(given->text) || !is_of_project(owner)) return;
    if (recorder.entities().registered(owner, given->text) != nullptr) return;
    if (may_be_declared(given->text, recorder.entities().context())) return;
    recorder.uses().targets.push_back({owner.definition.name, given->text, span_of(*given), false, classes_near(recorder)});
}

// secondary="post_tags", secondary="app.post_tags"
void bind_secondary(const Entity& owner, const Value& text, UseRecorder& recorder) {
    const binding::Context& context = recorder.entities().context();
    const std::size_t dot = text.text.find('.');
    const std::string name = dot == std::string::npos ? text.text : text.text.substr(dot + 1);
    if (!is_plain_name(name) || (dot != std::string::npos && !is_plain_name(text.text.substr(0, dot)))) return;
    if (context.imports.foreign || context.modules == nullptr || !is_of_project(owner)) return;
    if (!context.catalog.relations_named(name).empty()) return;
    const bool unknown = std::ranges::any_of(context.catalog.search_path(), [&](const std::string& schema) {
        return context.catalog.find_relation(schema, name).unknown;
    });
    if (unknown || may_be_declared(name, context) || context.modules->makes_relation(name, context.catalog)) return;
    recorder.uses().targets.push_back({owner.definition.name, text.text, span_of(text), true, {}});
}

void bind_relationship(const Entity& owner, const MappedAttribute& attribute, const Value& call, UseRecorder& recorder) {
    constexpr auto kExpressions =
        std::to_array<std::string_view>({"foreign_keys", "primaryjoin", "secondaryjoin", "order_by", "remote_side"});
    for (const std::string_view keyword : kExpressions) {
        const Value* text = call.keyword(keyword);
        if (text != nullptr && text->is(ValueKind::String)) bind_expression(owner, *text, recorder);
    }
    bind_target(owner, attribute, call, recorder);
    if (const Value* table = call.keyword("secondary"); table != nullptr && table->is(ValueKind::String))
        bind_secondary(owner, *table, recorder);
    const Value* other_side = call.keyword("back_populates");
    if (other_side == nullptr || !other_side->is(ValueKind::String) || other_side->text.empty()) return;
    const Entity* target = recorder.entities().target_of(owner, attribute);
    if (target == nullptr || target->is_table) return;
    const Span whole{0, static_cast<std::uint32_t>(other_side->text.size())};
    recorder.record(*target, {other_side->text, facts::source_span(*other_side, whole), NamedBy::Text, ColumnRole::Read, false});
}

// association_proxy("posts", "title"), synonym("name"): the text names another attribute of the class.
void bind_own_name(const Entity& owner, const Value& call, std::string_view keyword, UseRecorder& recorder) {
    const Value* text = call.argument(keyword, 0);
    if (text == nullptr || !text->is(ValueKind::String) || !is_plain_name(text->text)) return;
    recorder.record(owner, {text->text, span_of(*text), NamedBy::Text, ColumnRole::Read, false});
}

}  // namespace

void bind_model_texts(const facts::Class& definition, UseRecorder& recorder) {
    if (definition.scope != 0 || definition.bases.empty()) return;
    const Entity* owner = nullptr;
    for (const facts::Field& field : definition.fields) {
        const bool is_call = field.default_value && field.default_value->is(ValueKind::Call);
        if (!is_call) continue;
        const std::string_view callee =
            field.default_value->items.empty() ? std::string_view() : field.default_value->items.front().text;
        constexpr auto kCalls = std::to_array<std::string_view>({"relationship", "Relationship", "association_proxy", "synonym"});
        if (std::ranges::find(kCalls, callee) == kCalls.end()) continue;
        if (owner == nullptr) owner = recorder.entities().named(definition.name, 0);
        if (owner == nullptr || owner->definition.class_definition != &definition) return;
        const MappedAttribute* attribute = owner->mapped.find(field.name);
        if (attribute == nullptr) continue;
        const Value& call = *field.default_value;
        if (attribute->kind == AttributeKind::Relationship) bind_relationship(*owner, *attribute, call, recorder);
        if (attribute->kind == AttributeKind::AssociationProxy) bind_own_name(*owner, call, "target_collection", recorder);
        if (attribute->kind == AttributeKind::Synonym) bind_own_name(*owner, call, "name", recorder);
    }
}

}  // namespace rowtype::orm
