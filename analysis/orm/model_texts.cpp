// Texts in the bodies of models that SQLAlchemy evaluates when it configures its mappers: relationship(back_populates="posts",
// foreign_keys="[Post.user_id]", primaryjoin="User.id == Post.user_id").
#include <algorithm>
#include <array>

#include "analysis/facts/orm_hints.h"
#include "analysis/orm/class_line.h"
#include "analysis/orm/use_recorder.h"

namespace rowtype::orm {

using binding::ColumnRole;
using binding::NamedBy;
using facts::Value;
using facts::ValueKind;

namespace {

bool is_word_byte(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value == '_' || value >= 0x80 || (value >= '0' && value <= '9') || ((value | 0x20U) >= 'a' && (value | 0x20U) <= 'z');
}

// Every "Class.attribute" of an expression in a text. What is no class of the module's is the registry's to know.
void bind_expression(const Value& text, const types::ModuleScope& module, UseRecorder& recorder) {
    const std::string& bytes = text.text;
    if (bytes.find('"') != std::string::npos || bytes.find('\'') != std::string::npos) return;
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t end = at;
        while (end < bytes.size() && is_word_byte(bytes[end])) ++end;
        const std::size_t name_end = end;
        const std::string name = bytes.substr(at, name_end - at);
        const bool begins = at == 0 || bytes[at - 1] != '.';
        if (begins && facts::is_class_like(name) && end < bytes.size() && bytes[end] == '.') {
            const std::size_t begin = end + 1;
            for (end = begin; end < bytes.size() && is_word_byte(bytes[end]);) ++end;
            const bool is_whole = end == bytes.size() || bytes[end] != '.';  // "User.__table__.c.id", a module's class
            const Entity* entity = is_whole && end > begin ? recorder.entities().named_in(name, module) : nullptr;
            if (entity != nullptr) {
                const std::string attribute = bytes.substr(begin, end - begin);
                const Span place = facts::source_span(text, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
                recorder.record(*entity, {attribute, place, NamedBy::Text, ColumnRole::Filter, false});
            }
        }
        at = std::max(end, at + 1);
    }
}

void bind_relationship(const Entity& owner, const MappedAttribute& attribute, const Value& call, UseRecorder& recorder) {
    const types::ModuleScope& module = recorder.entities().module();
    constexpr auto kExpressions =
        std::to_array<std::string_view>({"foreign_keys", "primaryjoin", "secondaryjoin", "order_by", "remote_side"});
    for (const std::string_view keyword : kExpressions) {
        const Value* text = call.keyword(keyword);
        if (text != nullptr && text->is(ValueKind::String)) bind_expression(*text, module, recorder);
    }
    const Value* other_side = call.keyword("back_populates");
    if (other_side == nullptr || !other_side->is(ValueKind::String) || other_side->text.empty()) return;
    const Entity* target = recorder.entities().target_of(owner, attribute);
    if (target == nullptr || target->is_table) return;
    const Span whole{0, static_cast<std::uint32_t>(other_side->text.size())};
    recorder.record(*target, {other_side->text, facts::source_span(*other_side, whole), NamedBy::Text, ColumnRole::Read, false});
}

}  // namespace

void bind_model_texts(const facts::Class& definition, UseRecorder& recorder) {
    if (definition.scope != 0 || definition.bases.empty()) return;
    const Entity* owner = nullptr;
    for (const facts::Field& field : definition.fields) {
        const bool is_call = field.default_value && field.default_value->is(ValueKind::Call);
        if (!is_call || field.default_value->arguments.empty()) continue;
        const std::string_view callee =
            field.default_value->items.empty() ? std::string_view() : field.default_value->items.front().text;
        if (callee != "relationship" && callee != "Relationship") continue;
        if (owner == nullptr) owner = recorder.entities().named(definition.name, 0);
        if (owner == nullptr || owner->definition.class_definition != &definition) return;
        const MappedAttribute* attribute = owner->mapped.find(field.name);
        if (attribute == nullptr || attribute->kind != AttributeKind::Relationship) continue;
        bind_relationship(*owner, *attribute, *field.default_value, recorder);
    }
}

}  // namespace rowtype::orm
