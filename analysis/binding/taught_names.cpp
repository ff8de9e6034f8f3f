#include "analysis/binding/taught_names.h"

#include <algorithm>

#include "analysis/binding/imported_name.h"
#include "analysis/binding/object_class.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumDepth = 6;  // of base classes

// "db.run" in "self.db.run".
bool ends_with_name(std::string_view dotted, std::string_view name) {
    if (!dotted.ends_with(name)) return false;
    return dotted.size() == name.size() || dotted[dotted.size() - name.size() - 1] == '.';
}

std::string_view last_name(std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); }

}  // namespace

const TaughtCall* TaughtNames::find(const facts::NamedCall& call) {
    for (const TaughtCall& taught : context_.settings.calls) {
        if (taught.is_of_other_database()) continue;
        const bool is_it = std::ranges::any_of(taught.names, [&](const std::string& name) { return matches(name, call); });
        if (is_it) return &taught;
    }
    return nullptr;
}

bool TaughtNames::matches(const std::string& name, const facts::NamedCall& call) {
    if (last_name(name) != call.method) return false;
    const bool is_method = call.callee.is(ValueKind::Attribute);
    if (name.starts_with("*.") && name.find('.', 2) == std::string::npos) return is_method;
    const std::string_view wanted = name.starts_with("*.") ? std::string_view(name).substr(2) : std::string_view(name);
    if (wanted.find('.') == std::string_view::npos) return !is_method;
    const std::string written = call.callee.dotted();
    if (!written.empty() &&
        (ends_with_name(written, wanted) || ends_with_name(imported_name(written, call.scope, statement_, context_), wanted))) {
        return true;
    }
    if (!is_method) return false;
    if (!modules_) modules_.emplace(context_);
    const Place place{&statement_.facts, call.scope, &modules_->analysed_file()};
    const std::string_view owner = last_name(wanted.substr(0, wanted.rfind('.')));
    return is_class(object_class_or_library(call.callee.items.front(), place), owner, 0);
}

bool TaughtNames::is_class(const Definition& definition, std::string_view name, int depth) const {
    if (definition.kind == Definition::Kind::External) return last_name(definition.name) == name;
    if (definition.kind != Definition::Kind::Class || depth > kMaximumDepth) return false;
    if (definition.class_definition->name == name) return true;
    return std::ranges::any_of(definition.class_definition->bases, [&](const Value& base) {
        return is_class(definition.module->resolve(base.dotted()), name, depth + 1);
    });
}

}  // namespace rowtype::binding
