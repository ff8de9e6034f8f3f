// Writes the parts that objects of a snapshot share. Internal to reflect/snapshot.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/snapshot/format.h"
#include "reflect/snapshot/json_writer.h"

namespace rowtype::snapshot {

template <class Enum, std::size_t size>
std::string_view word_of(Enum value, const Words<Enum, size>& words) {
    const auto found = std::ranges::find(words, value, &std::pair<Enum, std::string_view>::first);
    return found == words.end() ? words.front().second : found->second;
}

// One object or array. Members stand on one line, or each on its own line at `indent` spaces where `indent` is not 0.
class Scope {
public:
    Scope(std::string& out, char closing, std::size_t indent) : out_(out), closing_(closing), indent_(indent) {
        out_ += closing == '}' ? '{' : '[';
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() {
        if (indent_ != 0 && !first_) out_.append(1, '\n').append(indent_ - 2, ' ');
        out_ += closing_;
    }

    void separate() {
        if (!first_) out_ += indent_ == 0 ? ", " : ",";
        first_ = false;
        if (indent_ != 0) out_.append(1, '\n').append(indent_, ' ');
    }
    void key(std::string_view name) {
        separate();
        append_json_string(out_, name);
        out_ += ": ";
    }

    void text(std::string_view name, std::string_view value) {
        key(name);
        append_json_string(out_, value);
    }
    void text_unless_empty(std::string_view name, std::string_view value) {
        if (!value.empty()) text(name, value);
    }
    void number(std::string_view name, std::int64_t value) {
        key(name);
        out_ += std::to_string(value);
    }
    void boolean_unless(std::string_view name, bool value, bool usual) {
        if (value == usual) return;
        key(name);
        out_ += value ? "true" : "false";
    }
    template <class Enum, std::size_t size>
    void word_unless_usual(std::string_view name, Enum value, const Words<Enum, size>& words) {
        if (value == words.front().first) return;
        text(name, word_of(value, words));
    }
    void list(std::string_view name, const std::vector<std::string>& values) {
        key(name);
        Scope items(out_, ']', 0);
        for (const std::string& value : values) {
            items.separate();
            append_json_string(out_, value);
        }
    }
    void list_unless_empty(std::string_view name, const std::vector<std::string>& values) {
        if (!values.empty()) list(name, values);
    }
    // Each object on a line of its own, written by `write(scope, object)`.
    template <class Object, class Write>
    void lines(std::string_view name, const std::vector<Object>& objects, Write write) {
        if (objects.empty()) return;
        key(name);
        Scope items(out_, ']', indent_ + 2);
        for (const Object& object : objects) {
            items.separate();
            Scope line(out_, '}', 0);
            write(line, object);
        }
    }
    // Objects over several lines.
    template <class Object, class Write>
    void blocks(std::string_view name, const std::vector<Object>& objects, Write write) {
        if (objects.empty()) return;
        key(name);
        Scope items(out_, ']', indent_ + 2);
        for (const Object& object : objects) {
            items.separate();
            Scope block(out_, '}', indent_ + 4);
            write(block, object);
        }
    }
    [[nodiscard]] std::string& out() { return out_; }

private:
    std::string& out_;
    char closing_;
    std::size_t indent_;
    bool first_ = true;
};

// The members of a type stand beside those of what has it: a column's line stays short.
void write_type(Scope& scope, const catalog::Type& type);
void write_name(Scope& scope, const catalog::QualifiedName& name);
void write_expression(Scope& scope, std::string_view name, const std::optional<std::string>& expression);
void write_check(Scope& scope, const catalog::Check& check);
void write_grant(Scope& scope, const catalog::Grant& grant);

void write_relation(Scope& scope, const catalog::Relation& relation);
void write_type_definition(Scope& scope, const catalog::TypeDefinition& type);
void write_function(Scope& scope, const catalog::Function& function);
void write_sequence(Scope& scope, const catalog::Sequence& sequence);
void write_schema_privileges(Scope& scope, const catalog::SchemaPrivileges& privileges);
void write_default_privileges(Scope& scope, const catalog::DefaultPrivileges& privileges);

}  // namespace rowtype::snapshot
