#include "lsp/server/consent_questions.h"

#include <chrono>
#include <optional>
#include <utility>

#include "lsp/server/session.h"
#include "lsp/workspace/consent.h"
#include "lsp/workspace/log.h"

namespace rowtype::server {

namespace {

constexpr const char* kAllow = "Allow";
constexpr const char* kNotNow = "Not now";
constexpr const char* kNever = "Never for this folder";
constexpr std::chrono::seconds kWatchInterval{2};

std::string key_of(const workspace::ConsentQuestion& question) {
    return question.root + '\n' + workspace::to_string(question.endpoint);
}

// Whether the user says something else by now than what led to the question. Answers that cannot be read are none.
bool is_answered(const workspace::ConsentQuestion& question) {
    using workspace::Decision;
    const Result<std::optional<Decision>> answer = workspace::consent_for(question.root, question.endpoint);
    const auto before = question.is_declined ? std::optional(Decision::Never) : std::nullopt;
    return answer && *answer != before;
}

}  // namespace

void ConsentQuestions::ask(const workspace::ConsentQuestion& question, std::function<void()> on_change) {
    const std::string key = key_of(question);
    waiting_.insert_or_assign(key, Waiting{question, std::move(on_change)});
    if (!is_watching_) look_at_answers();
    if (question.is_declined || !asked_.insert(key).second) return;
    workspace::log::information("the database " + workspace::to_string(question.endpoint) + " (" + question.named_by +
                                ") is opened when you allow it: rowtype consent allow " + question.root);
    if (session_.client().capabilities().shows_questions) show(question);
}

void ConsentQuestions::show(const workspace::ConsentQuestion& question) {
    const std::string text = "rowtype: may the schema be read from the database " + workspace::to_string(question.endpoint) +
                             "? The folder " + question.root + " names it (" + question.named_by + ").";
    session_.client().ask({.type = MessageType::Information, .message = text, .answers = {kAllow, kNotNow, kNever}},
                          [this, question](const std::string& answer) { take_answer(question, answer); });
}

void ConsentQuestions::take_answer(const workspace::ConsentQuestion& question, const std::string& answer) {
    if (answer != kAllow && answer != kNever) return;
    const auto decision = answer == kAllow ? workspace::Decision::Allow : workspace::Decision::Never;
    const workspace::Consent consent{question.root, question.endpoint, decision};
    session_.loading_pool().post([this, consent, key = key_of(question), &loop = session_.loop()] {
        const Status recorded = workspace::record_consent(consent);
        loop.post([this, recorded, key] {
            if (!recorded) {
                session_.client().show_message(MessageType::Warning,
                                               "rowtype: your answer could not be kept: " + recorded.error().to_string());
                return;
            }
            if (const auto waiting = waiting_.extract(key)) waiting.mapped().on_change();
        });
    });
}

// The answers lie outside the workspace, where no client watches for us. Only as long as somebody waits for one. It is what they say that
// is compared, not when their file was written: the first answer may be there before the first look.
void ConsentQuestions::look_at_answers() {
    is_watching_ = true;
    std::vector<std::pair<std::string, workspace::ConsentQuestion>> questions;
    questions.reserve(waiting_.size());
    for (const auto& [key, waiting] : waiting_) questions.emplace_back(key, waiting.question);
    session_.analysis_pool().post([this, questions = std::move(questions), &loop = session_.loop()] {
        std::vector<std::string> changed;
        for (const auto& [key, question] : questions) {
            if (is_answered(question)) changed.push_back(key);
        }
        loop.post([this, changed = std::move(changed)] { take_changed(changed); });
    });
}

void ConsentQuestions::take_changed(const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
        if (const auto waiting = waiting_.extract(key)) waiting.mapped().on_change();
    }
    is_watching_ = !waiting_.empty();
    if (is_watching_) session_.loop().after(kWatchInterval, [this] { look_at_answers(); });
}

}  // namespace rowtype::server
