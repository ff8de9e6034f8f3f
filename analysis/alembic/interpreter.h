// Follows a revision's program as far as its literals lead. Of one read_revision() call, on its thread.
//
// Expressions are evaluated by substitution (values.h): a name stands for what was assigned to it, and what cannot be told
// stays Unknown. Calls of Alembic's operations are recorded where they are met. Under a condition that cannot be told, both
// sides are followed, and what they do is recorded as possible; names that they leave different are Unknown afterwards.
// Steps, nesting and the size of values are bounded; where a bound is met, everything is marked as unknown.
//
// interpreter.cpp has the state, statements.cpp the statements, branches.cpp those that decide, repeat or surround, conditions.cpp
// conditions, evaluate.cpp and comprehensions.cpp expressions, calls.cpp calls, touching.cpp whether code that is not followed could
// change the schema, functions.cpp functions of the project, imports.cpp imports, builtin_calls.cpp what Python itself brings,
// type_decorators.cpp types that the project makes, sql_calls.cpp execute() and its like.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/alembic/modules.h"
#include "analysis/alembic/naming.h"
#include "analysis/alembic/recorder.h"
#include "analysis/alembic/values.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::alembic {

// A call of a function, or the top level of a module.
struct Frame {
    Module& module;
    Frame* caller = nullptr;
    Frame* outer = nullptr;       // of an inner function: whose names it sees
    bool is_top_level = false;    // its names are the module's
    std::uint32_t call_line = 0;  // of the revision's line that the call, direct or not, comes from; 0 in the revision itself
    Names locals = {};
    Certainty rest = Certainty::Certain;       // a return was possible: how certain the rest of the function is
    Certainty loop_rest = Certainty::Certain;  // the same for continue and break, until the loop ends
    std::vector<LookWords> rest_looks = {};    // that decide on the rest, where it is Guarded
    std::optional<Value> returned = {};
    // Of a generator that makes a context: runs what stands inside of `with`, with the value that it yields.
    std::function<void(const Value&)> on_yield = {};
};

// How a statement or block ends.
enum class Flow : std::uint8_t { Goes, Returns, Raises, Breaks, Continues };

enum class Answer : std::uint8_t {
    No,
    Yes,
    Seen,  // depends on what is in the database
    Unknown,
};

class Interpreter {
public:
    Interpreter(Modules& modules, Recorder& recorder, NamingConvention convention = {})
        : modules_(modules), recorder_(recorder), convention_(std::move(convention)) {}

    // Runs a module's top level: assignments, imports, definitions. Records nothing.
    void define(Module& module);
    // Runs upgrade() of the revision and records what it does.
    void upgrade();

    // One-based, in the revision: of a value written in it, else of the call that is at work.
    [[nodiscard]] std::uint32_t line_of(const Value& value) const;
    // Of the first letter of a string's text.
    [[nodiscard]] std::uint32_t line_of_text(const Value& string) const;
    [[nodiscard]] std::uint32_t line() const { return line_; }  // of the call at work
    [[nodiscard]] Recorder& recorder() { return recorder_; }
    [[nodiscard]] const NamingConvention& convention() const { return convention_; }
    // An expression of the revision, or of env.py, at its top level. Records nothing.
    [[nodiscard]] Value value_at_top(const syntax::Node& expression);
    [[nodiscard]] Value value_of_path(std::string path);

private:
    // statements.cpp and branches.cpp
    Flow run_block(const syntax::Node& block);
    Flow run_statement(const syntax::Node& statement);
    Flow run_if(const syntax::Node& statement);
    Flow run_match(const syntax::Node& statement);
    Flow run_branches(const std::vector<syntax::Node>& blocks, bool one_runs, Certainty certainty, std::uint32_t line,
                      const std::string& reason, const LookWords& look = {});
    Flow run_for(const syntax::Node& statement);
    Flow run_loop_once(const syntax::Node& body, const std::string& reason);
    Flow run_try(const syntax::Node& statement);
    Flow run_with(const syntax::Node& statement);
    Flow run_with_items(const std::vector<syntax::Node>& items, std::size_t next, const syntax::Node& body);
    void run_yield(const syntax::Node& node);
    void run_expression(const syntax::Node& statement);
    void run_assignment(const syntax::Node& assignment);
    void run_augmented(const syntax::Node& assignment);
    void bind(const syntax::Node& pattern, const Value& value);
    void bind_name(std::string name, Value value);
    void forget_names_in(const syntax::Node& node);
    void define_class(const syntax::Node& definition);
    void define_function(const syntax::Node& definition);
    void import(const syntax::Node& statement);       // imports.cpp
    void import_from(const syntax::Node& statement);  // imports.cpp

    // conditions.cpp
    Answer answer(const syntax::Node& condition);
    Answer compare(const syntax::Node& comparison);
    Value evaluate_comparison(const syntax::Node& comparison);
    Value choose_operand(const std::vector<syntax::Node>& operands, bool is_or, Span span);
    Answer truth(const Value& value);
    bool looks_at_schema(const syntax::Node& node);
    LookWords words_of_look(const syntax::Node& node);

    // evaluate.cpp
    Value evaluate_node(const syntax::Node& expression);
    Value choose(const syntax::Node& conditional);
    Value evaluate_unread(const Value& value);  // comprehensions.cpp, as the next two
    Value comprehend(const syntax::Node& comprehension);
    bool comprehend_clauses(const std::vector<syntax::Node>& clauses, std::size_t next, const syntax::Node& body, Value& into);
    Value evaluate(const Value& value);
    Value evaluate_items(const Value& value);
    Value attribute(const Value& value, Value object);
    Value subscript(const Value& value);
    Value look_up(const Value& name);
    Value resolve_path(std::string path, Span span);
    Value resolve_local(const Module& module, std::string_view name, std::string_view rest, const std::string& path, Span span);
    std::vector<Argument> evaluate_arguments(const std::vector<Argument>& arguments);
    [[nodiscard]] std::string source_of(const syntax::Node& node) const;
    Value read(const syntax::Node& expression);

    // calls.cpp
    Value call(const Value& value, bool is_statement);
    Value call_path(Value call, bool is_statement);
    Value call_method(Value call, bool is_statement);
    void note_opaque(const Value& call, bool is_statement);
    void note_class(const Value& call);
    // touching.cpp
    bool may_touch_schema(const Module& module, const syntax::Node& code);
    bool hands_over_code(const Value& call);
    std::optional<std::vector<Value>> elements(const Value& value);  // evaluate.cpp
    void name_enum(Value& call);
    bool change_list(const Value& value);
    // functions.cpp
    Value call_function(Module& module, std::string_view name, const Value& call,
                        std::function<void(const Value&)> on_yield = {});
    Value run_definition(Module& module, const syntax::Node& definition, std::string_view name, const Value& call,
                         std::function<void(const Value&)> on_yield);
    void bind_parameters(const syntax::Node& definition, const Value& call, Frame& frame);
    // type_decorators.cpp
    std::optional<Value> decorated_type(const LocalPath& local, const Value& call, int steps);
    void replace_decorated_types(Value& call);
    // sql_calls.cpp
    void run_sql(const Value& call);
    void run_sql_text(const Value& text);

    static constexpr int kMaximumBases = 8;  // of classes, one above the other

    void refresh_certainty();
    bool spend(std::size_t steps);  // false: the program takes more steps than are followed

    Modules& modules_;
    Recorder& recorder_;
    NamingConvention convention_;
    Frame* frame_ = nullptr;
    std::uint32_t line_ = 1;
    Certainty lexical_ = Certainty::Certain;  // of the branches around
    std::vector<LookWords> looks_;            // that decide on them
    std::string reason_;                      // why it is no more certain
    std::uint32_t reason_line_ = 0;
    std::size_t steps_ = 0;
    // Of the top levels of modules that the revision imports, which may be a whole application: counted apart, so that a name that is
    // too far to be told leaves the revision's own program to be followed.
    std::size_t module_steps_ = 0;
    std::size_t defining_ = 0;  // modules that are being run
    std::size_t depth_ = 0;
};

}  // namespace rowtype::alembic
