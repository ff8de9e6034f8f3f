#include "analysis/features/hover.h"

#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_hover(Session& session, const PositionParams& params, const Reply<std::optional<HoverContent>>& reply) {
    Document* document = session.documents().find(params.uri);
    if (document == nullptr) {
        reply.answer({});
        return;
    }
    const bool markdown = session.client().capabilities().reads_markdown_in_hovers;
    const std::uint32_t offset = offset_of(document->view(session.client().encoding()), params.position);
    session.analyses().answer<std::optional<HoverContent>>(
        *document, reply, [offset, markdown](const engine::FileEngine& file, const Surroundings& surroundings) {
            const auto kind = markdown ? features::MarkupKind::Markdown : features::MarkupKind::PlainText;
            const engine::Environment environment = surroundings.environment();
            auto found = features::hover(features::snapshot_of(file, environment), offset, kind);
            std::optional<HoverContent> content;
            if (!found) return content;
            const TextView view{file.text(), file.lines(), surroundings.encoding};
            content = HoverContent{{markdown, std::move(found->text)}, range_of(view, found->span)};
            return content;
        });
}

}  // namespace rowtype::server
