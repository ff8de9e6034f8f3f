// Collects the statements of one revision, as certain as the place in the program that they come from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/revision.h"

namespace rowtype::alembic {

// In order: of two that hold at once, the greater counts.
enum class Certainty : std::uint8_t {
    Certain,
    Guarded,   // under a look at the schema
    Possible,  // under a condition that cannot be evaluated
};

// The names and texts that a look at the schema is about; empty: they cannot be told.
using LookWords = std::vector<std::string>;

class Recorder {
public:
    // How certain it is that what comes next runs; of a Possible one, why. `looks` are those that decide on a Guarded one.
    void set_certainty(Certainty certainty, std::string reason, std::uint32_t reason_line, std::vector<LookWords> looks);

    // The statement; where it is only possible, `touches` is recorded in its place: SQL whose unknown parts are {}. What takes
    // something away under a look at something else is only possible, too.
    void add(const DdlText& sql, std::string touches);
    // The same, but it is no surprise if what it makes is there already.
    void add_guarded(const DdlText& sql);
    // A part of the program that is not understood, and what it could touch.
    void add_possible(std::string touches, std::uint32_t line, std::string note);
    void add_anything(std::uint32_t line, std::string note);
    void add_note(std::uint32_t line, std::string note);

    // While it is off, nothing is recorded: code of modules that only define things.
    bool is_on = false;

    [[nodiscard]] std::vector<Statement> take() { return std::move(statements_); }

private:
    static constexpr std::size_t kMaximumStatements = 50'000;

    void push(Statement statement);

    std::vector<Statement> statements_;
    Certainty certainty_ = Certainty::Certain;
    std::string reason_;
    std::uint32_t reason_line_ = 0;
    std::vector<LookWords> looks_;
    std::uint32_t said_line_ = 0;  // a condition is said once
};

}  // namespace rowtype::alembic
