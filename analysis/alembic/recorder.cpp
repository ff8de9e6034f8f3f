#include "analysis/alembic/recorder.h"

namespace rowtype::alembic {

namespace {

constexpr const char* kConsequence = "; what it could change is taken as unknown";

}  // namespace

void Recorder::set_certainty(Certainty certainty, std::string reason, std::uint32_t reason_line) {
    certainty_ = certainty;
    reason_ = std::move(reason);
    reason_line_ = reason_line;
}

void Recorder::add(const DdlText& sql, std::string touches) {
    switch (certainty_) {
        case Certainty::Certain: return push({Statement::Kind::Certain, sql.text(), sql.first_line(), ""});
        case Certainty::Guarded: return push({Statement::Kind::Guarded, sql.text(), sql.first_line(), ""});
        case Certainty::Possible: break;
    }
    const bool is_said = said_line_ == reason_line_;
    said_line_ = reason_line_;
    push({Statement::Kind::Possible, std::move(touches), sql.first_line(), is_said ? "" : reason_ + kConsequence});
}

void Recorder::add_guarded(const DdlText& sql) {
    // Of no harm where it is only possible, either: it makes a name known, and takes none away.
    push({Statement::Kind::Guarded, sql.text(), sql.first_line(), ""});
}

void Recorder::add_possible(std::string touches, std::uint32_t line, std::string note) {
    push({Statement::Kind::Possible, std::move(touches), line, note.empty() ? "" : std::move(note) + kConsequence});
}

void Recorder::add_anything(std::uint32_t line, std::string note) {
    const bool is_said =
        !statements_.empty() && statements_.back().kind == Statement::Kind::Anything && statements_.back().line == line;
    if (!is_said) push({Statement::Kind::Anything, "", line, std::move(note) + kConsequence});
}

void Recorder::add_note(std::uint32_t line, std::string note) { push({Statement::Kind::Certain, "", line, std::move(note)}); }

void Recorder::push(Statement statement) {
    if (!is_on || statements_.size() >= kMaximumStatements) return;
    if (statements_.size() + 1 == kMaximumStatements) {
        statement = {Statement::Kind::Anything, "", statement.line,
                     std::string("the revision has more statements than are read") + kConsequence};
    }
    statements_.push_back(std::move(statement));
}

}  // namespace rowtype::alembic
