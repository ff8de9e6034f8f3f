#include <algorithm>
#include <array>

#include "analysis/codegen/style.h"

namespace rowtype::codegen {

std::span<const ModelStyle* const> all_styles() {
    static constexpr std::array<const ModelStyle*, 6> kStyles = {&kPydanticStyle,   &kPydanticV1Style, &kSqlModelStyle,
                                                                 &kSqlAlchemyStyle, &kTypedDictStyle,  &kDataclassStyle};
    return kStyles;
}

const ModelStyle* find_style(std::string_view name) {
    if (name.empty()) return &kPydanticStyle;
    const auto styles = all_styles();
    const auto found = std::ranges::find(styles, name, &ModelStyle::name);
    return found == styles.end() ? nullptr : *found;
}

}  // namespace rowtype::codegen
