#include "lsp/server/completions.h"
#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_completion(Session& session, const CompletionParams& params, const Reply<CompletionList>& reply) {
    Document* document = session.documents().find(params.place.uri);
    if (document == nullptr) {
        reply.answer({});
        return;
    }
    const std::uint32_t offset = offset_of(document->view(session.client().encoding()), params.place.position);
    if (params.trigger == " " && !features::may_complete_after_blank(document->text, offset)) {
        reply.answer({});
        return;
    }
    const ClientCapabilities& client = session.client().capabilities();
    const CompletionStyle style{client.reads_markdown_in_completions, client.takes_snippets};
    session.analyses().answer<CompletionList>(
        *document, reply, [offset, style](const engine::FileEngine& file, const Surroundings& surroundings) {
            const auto kind = style.with_markdown ? features::MarkupKind::Markdown : features::MarkupKind::PlainText;
            const engine::Environment environment = surroundings.environment();
            const features::Completion completion = features::complete(features::snapshot_of(file, environment), offset, kind);
            return completion_list(completion, {file.text(), file.lines(), surroundings.encoding}, style);
        });
}

}  // namespace rowtype::server
