#include "lsp/cli/statistics.h"

#include <algorithm>
#include <array>

#include "lsp/cli/terminal_text.h"

namespace rowtype::cli {

namespace {

constexpr int kNameWidth = 10;

// What nobody would have checked.
constexpr std::array kLeftAlone = {binding::Mute::QueryOfOtherLibrary, binding::Mute::SqlNoStatement,
                                   binding::Mute::SqlDefinition,       binding::Mute::SqlCommand,
                                   binding::Mute::SqlOfOtherDatabase,  binding::Mute::SqlOfPastSchema,
                                   binding::Mute::ModelOfPastSchema};

bool is_left_alone(binding::Mute mute) { return std::ranges::find(kLeftAlone, mute) != kLeftAlone.end(); }

std::string files_line(const Report& report);

}  // namespace

std::vector<SubjectCounts> subject_counts(const engine::Statistics& statistics) {
    using binding::Subject;
    std::vector<SubjectCounts> subjects = {{"queries", 0, 0, statistics.queries_checked, 0, {}},
                                           {"sql", 0, 0, statistics.sql_checked, 0, {}},
                                           {"models", 0, 0, statistics.models_checked, 0, {}},
                                           {"fields", 0, 0, statistics.fields_checked, 0, {}},
                                           {"columns", 0, 0, statistics.columns_checked, 0, {}}};
    for (SubjectCounts& subject : subjects) subject.seen = subject.checked;
    for (const binding::MuteWords& words : binding::mute_words()) {
        const std::uint32_t count = statistics.muted[static_cast<std::size_t>(words.mute)];
        if (count == 0) continue;
        SubjectCounts& subject = subjects[static_cast<std::size_t>(words.subject)];
        subject.reasons.push_back({&words, count});
        (words.in_part ? subject.in_part : subject.seen) += count;
        if (is_left_alone(words.mute)) subject.left_alone += count;
    }
    for (SubjectCounts& subject : subjects) {
        std::stable_sort(subject.reasons.begin(), subject.reasons.end(),
                         [](const auto& left, const auto& right) { return left.count > right.count; });
    }
    return subjects;
}

// queries    57 seen, 4 left alone, 50 of the other 53 checked, 3 of them in part
//              4 left alone: table() or from_() of another library …
//              3 not: the table's name is not a constant
//              3 in part: an argument that names columns …
std::string statistics_text(const Report& report) {
    std::string text = "Statistics:\n" + files_line(report);
    for (const SubjectCounts& subject : subject_counts(report.check->statistics)) {
        const std::string name = subject.name == "sql" ? "SQL" : std::string(subject.name);
        const std::string others = std::to_string(subject.seen - subject.left_alone);
        text += "  " + padded(name, kNameWidth) + " " + std::to_string(subject.seen) + " seen, " +
                (subject.left_alone > 0 ? std::to_string(subject.left_alone) + " left alone, " : std::string()) +
                std::to_string(subject.checked) + (subject.left_alone > 0 ? " of the other " + others : std::string()) +
                " checked" + (subject.in_part > 0 ? ", " + std::to_string(subject.in_part) + " of them in part" : std::string()) +
                "\n";
        for (const SubjectCounts::Reason& reason : subject.reasons) {
            text += "  " + padded("", kNameWidth) + "   " + std::to_string(reason.count) +
                    (reason.words->in_part               ? " in part: "
                     : is_left_alone(reason.words->mute) ? " left alone: "
                                                         : " not: ") +
                    std::string(reason.words->said) + "\n";
        }
    }
    return text;
}

namespace {

std::string files_line(const Report& report) {
    const workspace::ProjectCheck& check = *report.check;
    std::string text = "  " + padded("files", kNameWidth) + " " + std::to_string(check.files_found) + " seen, " +
                       std::to_string(check.files_analysed) + " analysed\n";
    const auto reason = [&](std::size_t count, const char* words) {
        if (count > 0) text += "  " + padded("", kNameWidth) + "   " + std::to_string(count) + " not: " + words + "\n";
    };
    const std::size_t unread = std::min(check.notes.size(), check.files_found);
    reason(check.files_found - std::min(check.files_found, check.files_analysed + unread),
           "they hold no query, SQL or model that could concern a schema");
    reason(report.not_analysed.size(), "see NOT ANALYSED above");
    return text;
}

}  // namespace

}  // namespace rowtype::cli
