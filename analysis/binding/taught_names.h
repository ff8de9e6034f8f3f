// Which of the calls that [[tool.rowtype.calls]] teaches a call is.
//
// "run" is a call of that bare name; "*.run" one of a method of that name, whatever it is called on. Any other name has dots, and
// is meant where the callee is written so ("db.run", also behind further names: "self.db.run"), where its first name was imported so
// ("app.layer.run_query" of "from app.layer import run_query"), or where what it is called on is of that class ("Database.run"),
// as far as annotations, constructions and base classes tell.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/binding/class_at.h"
#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"

namespace rowtype::binding {

// The calls of one statement. Lives as long as its binding.
class TaughtNames {
public:
    TaughtNames(const StatementView& statement, const Context& context) : statement_(statement), context_(context) {}

    // Null: it is none of them.
    [[nodiscard]] const TaughtCall* find(const facts::NamedCall& call);

private:
    [[nodiscard]] bool matches(const std::string& name, const facts::NamedCall& call);
    [[nodiscard]] bool is_class(const types::Definition& definition, std::string_view name, int depth) const;

    const StatementView& statement_;
    const Context& context_;
    std::optional<ModelModules> modules_;  // made when the first class is looked at
};

}  // namespace rowtype::binding
