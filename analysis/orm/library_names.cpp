#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "analysis/orm/evaluation.h"
#include "analysis/orm/orm_class.h"
#include "analysis/types/class_kind.h"
#include "analysis/types/known_names.h"

namespace rowtype::orm {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('.') + 1); }

// SQLModel's own names; all others that it exports are SQLAlchemy's.
constexpr std::array<std::string_view, 6> kSqlModelNames = {"SQLModel", "Field", "Relationship", "Session", "AutoString", "GUID"};

// "func.now" of sqlalchemy.sql.func.now, the last part of any other path; dialects keep theirs.
std::string sqlalchemy_path(std::string_view path) {
    if (path.find(".dialects.") != std::string_view::npos) {
        const std::size_t dialect = path.find(".dialects.");
        const std::string_view rest = path.substr(dialect + 10);
        const std::string_view name = rest.substr(0, rest.find('.'));
        return "sqlalchemy.dialects." + std::string(name) + (name == rest ? "" : "." + std::string(last_part(rest)));
    }
    if (const std::size_t function = path.find(".func."); function != std::string_view::npos) {
        return "sqlalchemy" + std::string(path.substr(function));
    }
    return "sqlalchemy." + std::string(last_part(path));
}

// Whether a name holds Flask-SQLAlchemy's object: SQLAlchemy(…), or a call of a class of ours that derives from it.
bool is_flask_database(const Definition& found) {
    if (found.kind != Definition::Kind::Assignment || !found.assignment->value) return false;
    const Value& value = *found.assignment->value;
    if (!value.is(ValueKind::Call) || value.items.empty()) return false;
    const std::string dotted = value.items.front().dotted();
    if (dotted.empty() || dotted.ends_with("._database")) return false;
    const Definition callee = found.module->resolve(dotted);
    if (callee.kind == Definition::Kind::External) return canonical_library(callee.name) == "flask_sqlalchemy.SQLAlchemy";
    if (callee.kind != Definition::Kind::Class) return false;
    for (const Value& base : callee.class_definition->bases) {
        const Definition above = callee.module->resolve(types::base_name(base));
        if (above.kind == Definition::Kind::External && canonical_library(above.name) == "flask_sqlalchemy.SQLAlchemy")
            return true;
    }
    return false;
}

}  // namespace

std::string canonical_library(std::string_view name) {
    const std::string_view library = name.substr(0, name.find('.'));
    if (library == name) return std::string(name);
    if (library == "sqlalchemy") return sqlalchemy_path(name);
    if (library == "flask_sqlalchemy") return "flask_sqlalchemy." + std::string(last_part(name));
    if (library == "sqlmodel") {
        const bool is_own = std::ranges::find(kSqlModelNames, last_part(name)) != kSqlModelNames.end();
        return is_own ? "sqlmodel." + std::string(last_part(name)) : sqlalchemy_path(name);
    }
    return types::canonical_name(name);
}

std::optional<FlaskName> flask_name(std::string_view dotted, const types::ModuleScope& module) {
    for (std::size_t dot = dotted.find('.'); dot != std::string_view::npos; dot = dotted.find('.', dot + 1)) {
        const Definition owner = module.resolve(std::string(dotted.substr(0, dot)));
        if (owner.kind == Definition::Kind::Unknown) continue;
        if (!is_flask_database(owner)) return std::nullopt;
        return FlaskName{owner, std::string(dotted.substr(dot + 1))};
    }
    return std::nullopt;
}

std::string library_name(const Value& value, const types::ModuleScope& module) {
    const Value& callee = value.is(ValueKind::Call) && !value.items.empty() ? value.items.front() : value;
    const std::string dotted = callee.dotted();
    if (dotted.empty()) return {};
    const Definition found = module.resolve(dotted);
    if (found.kind == Definition::Kind::External) return canonical_library(found.name);
    if (found.kind != Definition::Kind::Unknown) return {};
    const std::optional<FlaskName> flask = flask_name(dotted, module);
    if (!flask) return {};
    return flask->name == "Model" ? "flask_sqlalchemy.Model" : sqlalchemy_path("sqlalchemy." + flask->name);
}

}  // namespace rowtype::orm
