#include "lsp/workspace/alembic_revisions.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

namespace {

using migrations::MadeStatement;
using migrations::SqlFile;

// The files as a graph: indices of those that come before each.
class Graph {
public:
    explicit Graph(std::vector<RevisionFile>& files) : files_(files), before_(files.size()) {}

    void connect();
    [[nodiscard]] Result<std::vector<std::size_t>> order() const;
    [[nodiscard]] std::vector<std::string> heads() const;
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

private:
    void name_all();
    void add_edge(std::size_t to, const std::string& name, bool is_dependency);
    [[nodiscard]] std::size_t find(const std::string& name) const;  // kNone where there is none
    [[nodiscard]] Error circle(const std::vector<bool>& done) const;

    static constexpr std::size_t kNone = SIZE_MAX;

    std::vector<RevisionFile>& files_;
    std::vector<std::set<std::size_t>> before_;
    std::map<std::string, std::size_t> by_id_;
    std::map<std::string, std::vector<std::size_t>> by_label_;
    std::set<std::size_t> followed_;
    std::vector<std::string> notes_;
};

// Everything before the revision's own statements is unknown, and it is said why.
void start_from_unknown(alembic::Revision& revision, const std::string& why) {
    alembic::Statement statement{alembic::Statement::Kind::Anything, "", revision.line,
                                 why + "; what is there before is unknown"};
    revision.statements.insert(revision.statements.begin(), std::move(statement));
}

MadeStatement made_of(const alembic::Statement& statement) {
    using From = alembic::Statement::Kind;
    using To = MadeStatement::Kind;
    const To kind = statement.kind == From::Certain    ? To::Certain
                    : statement.kind == From::Guarded  ? To::Guarded
                    : statement.kind == From::Possible ? To::Possible
                                                       : To::Anything;
    return {kind, statement.text, statement.line, statement.note};
}

}  // namespace

Result<RevisionOrder> order_revisions(std::vector<RevisionFile> files) {
    Graph graph(files);
    graph.connect();
    const Result<std::vector<std::size_t>> order = graph.order();
    if (!order) return order.error();
    RevisionOrder result;
    result.heads = graph.heads();
    result.notes = graph.notes();
    for (const std::size_t index : *order) {
        SqlFile file;
        file.path = std::move(files[index].path);
        for (const alembic::Statement& statement : files[index].revision.statements) file.made.push_back(made_of(statement));
        result.files.push_back(std::move(file));
    }
    return result;
}

namespace {

void Graph::connect() {
    name_all();
    for (std::size_t index = 0; index < files_.size(); ++index) {
        alembic::Revision& revision = files_[index].revision;
        if (!revision.knows_what_it_follows) start_from_unknown(revision, "down_revision cannot be evaluated");
        // Alembic was taken up in a database that was there: its first revision is an empty one.
        const bool is_first = revision.knows_what_it_follows && revision.follows.empty() && revision.depends_on.empty();
        if (is_first && revision.statements.empty()) start_from_unknown(revision, "the first revision makes nothing");
        for (const std::string& name : revision.follows) add_edge(index, name, false);
        for (const std::string& name : revision.depends_on) add_edge(index, name, true);
    }
}

// Alembic takes one of two files with the same revision, and warns.
void Graph::name_all() {
    for (std::size_t index = 0; index < files_.size(); ++index) {
        const alembic::Revision& revision = files_[index].revision;
        const auto [known, is_new] = by_id_.try_emplace(revision.id, index);
        if (!is_new) {
            notes_.push_back(files_[index].path + " and " + files_[known->second].path + " are both revision " + revision.id +
                             "; both are applied");
        }
        for (const std::string& label : revision.labels) by_label_[label].push_back(index);
    }
}

std::size_t Graph::find(const std::string& name) const {
    if (const auto known = by_id_.find(name); known != by_id_.end()) return known->second;
    // Alembic takes the beginning of an id as well.
    const auto next = by_id_.lower_bound(name);
    const bool begins = name.size() >= 4 && next != by_id_.end() && next->first.starts_with(name);
    const bool is_only = begins && (std::next(next) == by_id_.end() || !std::next(next)->first.starts_with(name));
    return is_only ? next->second : kNone;
}

void Graph::add_edge(std::size_t to, const std::string& name, bool is_dependency) {
    if (const auto label = by_label_.find(name); is_dependency && label != by_label_.end()) {
        for (const std::size_t from : label->second) {
            if (from != to) before_[to].insert(from);
        }
        return;
    }
    const std::size_t from = find(name);
    if (from == kNone) {
        return start_from_unknown(files_[to].revision, "the revision " + name + ", which this one " +
                                                           (is_dependency ? "depends on" : "follows") + ", is in no file");
    }
    if (!is_dependency) followed_.insert(from);
    before_[to].insert(from);
}

Result<std::vector<std::size_t>> Graph::order() const {
    std::vector<std::size_t> open(files_.size());
    std::vector<std::vector<std::size_t>> after(files_.size());
    std::set<std::pair<std::string, std::size_t>> ready;  // by the file's name, then by its place
    const auto make_ready = [&](std::size_t index) { ready.emplace(file_name(files_[index].path), index); };
    for (std::size_t index = 0; index < files_.size(); ++index) {
        open[index] = before_[index].size();
        for (const std::size_t from : before_[index]) after[from].push_back(index);
        if (open[index] == 0) make_ready(index);
    }
    std::vector<std::size_t> order;
    std::vector<bool> done(files_.size());
    while (!ready.empty()) {
        const std::size_t index = ready.begin()->second;
        ready.erase(ready.begin());
        order.push_back(index);
        done[index] = true;
        for (const std::size_t next : after[index]) {
            if (--open[next] == 0) make_ready(next);
        }
    }
    if (order.size() < files_.size()) return circle(done);
    return order;
}

// From any revision that is left, back along what it follows, until one is met again.
Error Graph::circle(const std::vector<bool>& done) const {
    std::size_t at = static_cast<std::size_t>(std::ranges::find(done, false) - done.begin());
    std::vector<std::size_t> trail;
    while (std::ranges::find(trail, at) == trail.end()) {
        trail.push_back(at);
        const auto left = std::ranges::find_if(before_[at], [&](std::size_t from) { return !done[from]; });
        at = *left;
    }
    trail.erase(trail.begin(), std::ranges::find(trail, at));
    std::string text;
    for (const std::size_t index : trail) text += files_[index].revision.id + " follows ";
    Error error{Error::Kind::SchemaUnavailable,
                "these revisions follow each other in a circle: " + text + files_[trail.front()].revision.id,
                "mend down_revision or depends_on of one of them", files_[trail.front()].path};
    error.line = files_[trail.front()].revision.line;
    return error;
}

std::vector<std::string> Graph::heads() const {
    std::vector<std::string> heads;
    for (std::size_t index = 0; index < files_.size(); ++index) {
        if (!followed_.contains(index)) heads.push_back(files_[index].revision.id);
    }
    std::ranges::sort(heads);
    return heads;
}

}  // namespace

}  // namespace rowtype::workspace
