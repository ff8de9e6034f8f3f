#include "analysis/findings/finding.h"

#include <algorithm>

namespace rowtype::findings {

const Fix* Finding::best_fix() const {
    const auto preferred = std::ranges::find(fixes, true, &Fix::preferred);
    if (preferred != fixes.end()) return &*preferred;
    const auto mending = std::ranges::find(fixes, false, &Fix::suppresses);
    return mending == fixes.end() ? nullptr : &*mending;
}

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::Off: return "off";
        case Severity::Info: return "info";
        case Severity::Warning: return "warning";
        case Severity::Error: return "error";
    }
    return "error";
}

std::string_view to_string(FindingStatus status) {
    switch (status) {
        case FindingStatus::None: return "";
        case FindingStatus::MissingInModel: return "missing_in_model";
        case FindingStatus::MissingInDatabase: return "missing_in_db";
        case FindingStatus::TypeMismatch: return "type_mismatch";
        case FindingStatus::ConstraintMismatch: return "constraint_mismatch";
    }
    return "";
}

}  // namespace rowtype::findings
