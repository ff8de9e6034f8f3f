#include "analysis/orm/class_line.h"

#include <algorithm>
#include <array>

#include "analysis/binding/model_modules.h"
#include "analysis/orm/evaluation.h"
#include "analysis/types/class_kind.h"

namespace rowtype::orm {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumDepth = 12;
constexpr std::size_t kMaximumClasses = 64;

// Bases of libraries that bring no columns.
constexpr std::array<std::string_view, 10> kHarmless = {"sqlalchemy.MappedAsDataclass",
                                                        "sqlalchemy.AsyncAttrs",
                                                        "flask_login.UserMixin",
                                                        "flask_login.mixins.UserMixin",
                                                        "flask_security.UserMixin",
                                                        "flask_security.RoleMixin",
                                                        "flask_login.AnonymousUserMixin",
                                                        "collections.abc.Hashable",
                                                        "typing.Hashable",
                                                        "typing.Sized"};

class LineReader {
public:
    explicit LineReader(ClassLine& line) : line_(line) {}

    void read(const Definition& definition, int depth);
    void read_base(const types::ModuleScope& module, const Value& base, int depth);

private:
    void read_call(const Value& call, const types::ModuleScope& module, int depth);
    void read_decorators(const Definition& definition);
    void set_root(RootKind kind, const Value* call, const types::ModuleScope* module);

    ClassLine& line_;
};

void LineReader::read(const Definition& definition, int depth) {
    if (depth > kMaximumDepth || line_.classes.size() > kMaximumClasses) {
        line_.complete = false;
        return;
    }
    // Of a class that is reached twice the later place counts, as in Python's order.
    std::erase_if(line_.classes, [&](const Definition& one) { return one.class_definition == definition.class_definition; });
    line_.classes.push_back(definition);
    read_decorators(definition);
    for (const Value& base : definition.class_definition->bases) read_base(*definition.module, base, depth);
}

void LineReader::read_base(const types::ModuleScope& module, const Value& base, int depth) {
    if (base.is(ValueKind::Call)) return read_call(base, module, depth);
    const std::string dotted = types::base_name(base);
    const Definition found = dotted.empty() ? Definition{} : module.resolve(dotted);
    if (found.kind == Definition::Kind::Class) return read(found, depth + 1);
    if (found.kind == Definition::Kind::Assignment && found.assignment->value && !found.assignment->augmented) {
        const Value& held = *found.assignment->value;
        if (held.is(ValueKind::Attribute) && depth < kMaximumDepth) return read_base(*found.module, held, depth + 1);
        return read_call(held, *found.module, depth);
    }
    std::string name = found.kind == Definition::Kind::External ? canonical_library(found.name) : std::string();
    if (found.kind == Definition::Kind::Unknown && !dotted.empty()) {
        if (const std::optional<FlaskName> flask = flask_name(dotted, module); flask && flask->name == "Model") {
            const Value& call = *flask->database.assignment->value;
            set_root(RootKind::Flask, &call, flask->database.module);
            // SQLAlchemy(model_class=Base), SQLAlchemy(model_class=declarative_base(cls=Base, metaclass=Meta))
            if (const Value* model = call.keyword("model_class"); model != nullptr && model->is(ValueKind::Call)) {
                line_.has_other_metaclass = true;
                read_call(*model, *flask->database.module, depth + 1);
            } else if (model != nullptr) {
                const std::string path = model->dotted();
                const Definition above = path.empty() ? Definition{} : flask->database.module->resolve(path);
                if (above.kind == Definition::Kind::Class) read(above, depth + 1);
                else if (above.kind != Definition::Kind::External) line_.complete = false;
            }
            return;
        }
    }
    if (name == "sqlalchemy.DeclarativeBase" || name == "sqlalchemy.DeclarativeBaseNoMeta") {
        return set_root(RootKind::Declarative, nullptr, nullptr);
    }
    if (name == "sqlmodel.SQLModel") return set_root(RootKind::SqlModel, nullptr, nullptr);
    if (name == "flask_sqlalchemy.Model") return set_root(RootKind::Flask, nullptr, nullptr);
    if (name == "sqlalchemy.DeferredReflection") return set_root(RootKind::Reflected, nullptr, nullptr);
    const bool is_harmless =
        !name.empty() && (types::is_known_base(name) || std::ranges::find(kHarmless, name) != kHarmless.end());
    if (!is_harmless) line_.complete = false;
}

// declarative_base(…), registry().generate_base(), and names that hold their results.
void LineReader::read_call(const Value& call, const types::ModuleScope& module, int depth) {
    if (!call.is(ValueKind::Call) || call.items.empty()) {
        line_.complete = false;
        return;
    }
    const std::string name = library_name(call, module);
    if (name == "sqlalchemy.automap_base") return set_root(RootKind::Reflected, nullptr, nullptr);
    if (name == "sqlalchemy.declarative_base") {
        if (const Value* model = call.keyword("cls")) {
            const std::string path = model->dotted();
            const Definition above = path.empty() ? Definition{} : module.resolve(path);
            if (above.kind == Definition::Kind::Class) read(above, depth + 1);
            else line_.complete = false;
        }
        return set_root(RootKind::Declarative, &call, &module);
    }
    const Value& callee = call.items.front();
    if (callee.is(ValueKind::Attribute) && callee.text == "generate_base") {
        const Value registry = evaluate(callee.items.front(), module);
        if (library_name(callee.items.front(), module) == "sqlalchemy.registry") {
            return set_root(RootKind::Declarative, &callee.items.front(), &module);
        }
        const std::string dotted = callee.items.front().dotted();
        const Definition held = dotted.empty() ? Definition{} : module.resolve(dotted);
        const bool is_registry = held.kind == Definition::Kind::Assignment && held.assignment->value &&
                                 library_name(*held.assignment->value, *held.module) == "sqlalchemy.registry";
        if (is_registry) return set_root(RootKind::Declarative, &*held.assignment->value, held.module);
    }
    line_.complete = false;
}

// @registry.mapped, @mapped_as_dataclass(registry), @as_declarative().
void LineReader::read_decorators(const Definition& definition) {
    for (const Value& decorator : definition.class_definition->decorators) {
        const Value& callee = decorator.is(ValueKind::Call) && !decorator.items.empty() ? decorator.items.front() : decorator;
        const std::string name = library_name(callee, *definition.module);
        if (name == "sqlalchemy.as_declarative") set_root(RootKind::Declarative, &decorator, definition.module);
        if (name == "sqlalchemy.mapped_as_dataclass" && decorator.is(ValueKind::Call) && decorator.positional(0) != nullptr) {
            set_root(RootKind::Declarative, decorator.positional(0), definition.module);
        }
        const bool is_method =
            callee.is(ValueKind::Attribute) &&
            (callee.text == "mapped" || callee.text == "mapped_as_dataclass" || callee.text == "as_declarative_base");
        if (!is_method) continue;
        const std::string dotted = callee.items.front().dotted();
        const Definition held = dotted.empty() ? Definition{} : definition.module->resolve(dotted);
        const bool is_registry = held.kind == Definition::Kind::Assignment && held.assignment->value &&
                                 library_name(*held.assignment->value, *held.module) == "sqlalchemy.registry";
        if (is_registry) set_root(RootKind::Declarative, &*held.assignment->value, held.module);
    }
}

void LineReader::set_root(RootKind kind, const Value* call, const types::ModuleScope* module) {
    // Flask's own base wins over the one that it was given; what is reflected is never known.
    const bool stronger = line_.root == RootKind::None || kind == RootKind::Reflected;
    if (!stronger) return;
    line_.root = kind;
    line_.root_call = call;
    line_.root_module = module;
}

}  // namespace

std::optional<ClassLine::Found> ClassLine::find(std::string_view field) const {
    for (const Definition& one : classes) {
        if (const facts::Field* found = own_field(one, field)) return Found{&one, found};
    }
    return std::nullopt;
}

ClassLine line_above(const Value& base, const types::ModuleScope& module) {
    ClassLine line;
    LineReader(line).read_base(module, base, 0);
    return line;
}

ClassLine line_of(const Definition& definition) {
    ClassLine line;
    LineReader(line).read(definition, 0);
    return line;
}

const facts::Field* own_field(const Definition& definition, std::string_view name) {
    const auto& fields = definition.class_definition->fields;
    for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
        if (field->name == name) return &*field;
    }
    return nullptr;
}

bool is_abstract(const Definition& definition) {
    const facts::Field* field = own_field(definition, "__abstract__");
    if (field != nullptr && field->default_value && field->default_value->is(ValueKind::Boolean)) {
        return field->default_value->text == "True";
    }
    for (const Value& base : definition.class_definition->bases) {
        const std::string name = library_name(base, *definition.module);
        if (name == "sqlalchemy.DeclarativeBase" || name == "sqlalchemy.DeclarativeBaseNoMeta") return true;
    }
    for (const Value& decorator : definition.class_definition->decorators) {
        if (library_name(decorator, *definition.module) == "sqlalchemy.as_declarative") return true;
    }
    return false;
}

Value evaluate_in(const Definition& declared_in, const Value& value) {
    const binding::ClassScope scope(*declared_in.module, *declared_in.statement, declared_in.class_definition->body_scope);
    return evaluate(value, scope);
}

std::string library_name_in(const Definition& declared_in, const Value& value) {
    const binding::ClassScope scope(*declared_in.module, *declared_in.statement, declared_in.class_definition->body_scope);
    return library_name(value, scope);
}

}  // namespace rowtype::orm
