#include "lsp/server/convert.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace rowtype::server {
namespace {

constexpr std::array kEncodings = {PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32};

// é: 2 bytes, 1 unit; 😀: 4 bytes, 2 UTF-16 units.
const std::string kText = "x = 'é😀'\r\ny\rz\n";

std::uint32_t offset(const std::string& text, Position position, PositionEncoding encoding) {
    const LineIndex lines(text);
    return offset_of({text, lines, encoding}, position);
}

Position position(const std::string& text, std::uint32_t byte, PositionEncoding encoding) {
    const LineIndex lines(text);
    return position_of({text, lines, encoding}, byte);
}

TEST(Convert, CountsTheUnitsOfEachEncoding) {
    // The closing quote stands at byte 11.
    EXPECT_EQ(position(kText, 11, PositionEncoding::Utf8), (Position{0, 11}));
    EXPECT_EQ(position(kText, 11, PositionEncoding::Utf16), (Position{0, 8}));
    EXPECT_EQ(position(kText, 11, PositionEncoding::Utf32), (Position{0, 7}));
    EXPECT_EQ(offset(kText, {0, 11}, PositionEncoding::Utf8), 11U);
    EXPECT_EQ(offset(kText, {0, 8}, PositionEncoding::Utf16), 11U);
    EXPECT_EQ(offset(kText, {0, 7}, PositionEncoding::Utf32), 11U);
}

TEST(Convert, EveryKindOfLineEndEndsALine) {
    for (const PositionEncoding encoding : kEncodings) {
        EXPECT_EQ(offset(kText, {1, 0}, encoding), 14U);
        EXPECT_EQ(offset(kText, {2, 0}, encoding), 16U);
        EXPECT_EQ(offset(kText, {3, 0}, encoding), 18U);
        EXPECT_EQ(position(kText, 16, encoding), (Position{2, 0}));
    }
}

TEST(Convert, PositionsOutsideOfTheTextAreClamped) {
    for (const PositionEncoding encoding : kEncodings) {
        EXPECT_EQ(offset(kText, {0, 1000}, encoding), 12U) << "the end of the line, before its line end";
        EXPECT_EQ(offset(kText, {1, 4294967295U}, encoding), 15U);
        EXPECT_EQ(offset(kText, {99, 3}, encoding), 18U);
        EXPECT_EQ(position(kText, 4000, encoding), (Position{3, 0}));
        EXPECT_EQ(offset("", {5, 5}, encoding), 0U);
        EXPECT_EQ(position("", 7, encoding), (Position{0, 0}));
    }
}

TEST(Convert, APlaceInsideOfACharacterMeansItsStart) {
    EXPECT_EQ(offset(kText, {0, 6}, PositionEncoding::Utf8), 5U) << "inside of é";
    EXPECT_EQ(offset(kText, {0, 7}, PositionEncoding::Utf16), 7U) << "between the halves of the emoji";
    EXPECT_EQ(position(kText, 9, PositionEncoding::Utf16), (Position{0, 6}));
    EXPECT_EQ(position(kText, 6, PositionEncoding::Utf32), (Position{0, 5}));
}

TEST(Convert, BytesThatAreNotUtf8CountOneEach) {
    const std::string text = "a\xFF\xC3z";
    for (const PositionEncoding encoding : kEncodings) {
        EXPECT_EQ(position(text, 3, encoding), (Position{0, 3}));
        EXPECT_EQ(offset(text, {0, 3}, encoding), 3U);
    }
}

TEST(Convert, AByteOrderMarkIsACharacterLikeAnyOther) {
    const std::string text = "\xEF\xBB\xBFx = 1";
    EXPECT_EQ(offset(text, {0, 1}, PositionEncoding::Utf16), 3U);
    EXPECT_EQ(offset(text, {0, 1}, PositionEncoding::Utf32), 3U);
    EXPECT_EQ(offset(text, {0, 3}, PositionEncoding::Utf8), 3U);
}

TEST(Convert, KnowsTheNamesOfTheEncodings) {
    for (const PositionEncoding encoding : kEncodings) EXPECT_EQ(parse_encoding(to_string(encoding)), encoding);
    EXPECT_FALSE(parse_encoding("utf-7").has_value());
    EXPECT_FALSE(parse_encoding("").has_value());
}

TEST(Convert, AnEditThatCutsASurrogatePairKeepsTheOtherHalfsPlace) {
    const LineIndex lines(kText);
    const TextView view{kText, lines, PositionEncoding::Utf16};
    const ByteEdit second_half = edit_of(view, {{0, 7}, {0, 8}}, "");
    EXPECT_EQ(second_half.replaced, (Span{7, 11}));
    EXPECT_EQ(second_half.text, "\xEF\xBF\xBD");
    const ByteEdit first_half = edit_of(view, {{0, 6}, {0, 7}}, "!");
    EXPECT_EQ(first_half.replaced, (Span{7, 11}));
    EXPECT_EQ(first_half.text, "!\xEF\xBF\xBD");
    const ByteEdit between = edit_of(view, {{0, 7}, {0, 7}}, "!");
    EXPECT_EQ(between.replaced, (Span{7, 11}));
    EXPECT_EQ(between.text, "\xEF\xBF\xBD!\xEF\xBF\xBD");
}

TEST(Convert, AnEndBeforeTheStartIsAnInsertionAtTheStart) {
    const LineIndex lines(kText);
    for (const PositionEncoding encoding : kEncodings) {
        const ByteEdit edit = edit_of({kText, lines, encoding}, {{0, 4}, {0, 1}}, "y");
        EXPECT_EQ(edit.replaced, (Span{4, 4}));
        EXPECT_EQ(edit.text, "y");
    }
}

// An independent model: the text as the editor holds it, one UTF-16 unit (or code point, or byte) an element.
struct Model {
    PositionEncoding encoding;
    std::vector<std::uint32_t> units;

    static std::vector<std::uint32_t> split(const std::u32string& text, PositionEncoding encoding) {
        std::vector<std::uint32_t> units;
        for (const char32_t point : text) {
            if (encoding == PositionEncoding::Utf32) {
                units.push_back(point);
            } else if (encoding == PositionEncoding::Utf16) {
                if (point >= 0x10000) {
                    units.push_back(0xD800 + ((point - 0x10000) >> 10));
                    units.push_back(0xDC00 + ((point - 0x10000) & 0x3FF));
                } else {
                    units.push_back(point);
                }
            } else {
                const std::string bytes = utf8(std::u32string(1, point));
                for (const char byte : bytes) units.push_back(static_cast<unsigned char>(byte));
            }
        }
        return units;
    }

    static std::string utf8(const std::u32string& text) {
        std::string bytes;
        const auto put = [&bytes](std::uint32_t value) { bytes += static_cast<char>(value); };
        for (const char32_t point : text) {
            if (point < 0x80) {
                put(point);
            } else if (point < 0x800) {
                put(0xC0 | (point >> 6));
                put(0x80 | (point & 0x3F));
            } else if (point < 0x10000) {
                put(0xE0 | (point >> 12));
                put(0x80 | ((point >> 6) & 0x3F));
                put(0x80 | (point & 0x3F));
            } else {
                put(0xF0 | (point >> 18));
                put(0x80 | ((point >> 12) & 0x3F));
                put(0x80 | ((point >> 6) & 0x3F));
                put(0x80 | (point & 0x3F));
            }
        }
        return bytes;
    }

    // The unit index of a position, by walking from the start.
    std::size_t index_of(Position place) const {
        std::size_t index = 0;
        for (std::uint32_t line = 0; line < place.line; ++line) {
            while (index < units.size() && units[index] != '\n' && units[index] != '\r') ++index;
            if (index == units.size()) return index;
            index += units[index] == '\r' && index + 1 < units.size() && units[index + 1] == '\n' ? 2 : 1;
        }
        for (std::uint32_t count = 0; count < place.character; ++count) {
            if (index == units.size() || units[index] == '\n' || units[index] == '\r') break;
            ++index;
        }
        return index;
    }

    void replace(Range range, const std::u32string& text) {
        const std::size_t begin = index_of(range.start);
        const std::size_t end = std::max(begin, index_of(range.end));
        units.erase(units.begin() + static_cast<std::ptrdiff_t>(begin), units.begin() + static_cast<std::ptrdiff_t>(end));
        const auto added = split(text, encoding);
        units.insert(units.begin() + static_cast<std::ptrdiff_t>(begin), added.begin(), added.end());
    }
};

// Halves of pairs are replacement characters on our side, so both sides are compared with every surrogate as U+FFFD.
std::vector<std::uint32_t> without_surrogates(std::vector<std::uint32_t> units) {
    for (std::uint32_t& unit : units) {
        if (unit >= 0xD800 && unit <= 0xDFFF) unit = 0xFFFD;
    }
    return units;
}

std::u32string decoded(const std::string& bytes) {
    std::u32string text;
    for (std::uint32_t at = 0; at < bytes.size();) {
        const std::uint32_t length = utf8_length(bytes, at);
        char32_t point = static_cast<unsigned char>(bytes[at]);
        if (length > 1) point &= 0xFFU >> (length + 1);
        for (std::uint32_t index = 1; index < length; ++index) {
            point = (point << 6) | (static_cast<unsigned char>(bytes[at + index]) & 0x3FU);
        }
        text += point;
        at += length;
    }
    return text;
}

class RandomEdits : public testing::TestWithParam<PositionEncoding> {};

TEST_P(RandomEdits, KeepTheTextInStepWithTheEditor) {
    const PositionEncoding encoding = GetParam();
    std::mt19937 random(static_cast<unsigned>(encoding) + 99);
    const std::u32string alphabet = U"ab'\n\r\u00e9\u0301\u4e2d\U0001F600\U0001D11E\uFEFF ";
    const auto random_text = [&](std::size_t most) {
        std::u32string text;
        for (std::size_t count = random() % (most + 1); count > 0; --count) text += alphabet[random() % alphabet.size()];
        return text;
    };
    for (int round = 0; round < 300; ++round) {
        const std::u32string start = random_text(60);
        Model model{encoding, Model::split(start, encoding)};
        std::string text = Model::utf8(start);
        for (int edit = 0; edit < 60; ++edit) {
            // UTF-8 positions are only ever sent at character boundaries; halves of pairs are sent by UTF-16 editors.
            const LineIndex lines(text);
            const TextView view{text, lines, encoding};
            const auto random_position = [&]() -> Position {
                if (encoding == PositionEncoding::Utf8) {
                    std::uint32_t at = static_cast<std::uint32_t>(random() % (text.size() + 1));
                    return position_of(view, at);
                }
                return {static_cast<std::uint32_t>(random() % 8), static_cast<std::uint32_t>(random() % 14)};
            };
            Range range{random_position(), random_position()};
            if (range.end < range.start) std::swap(range.start, range.end);
            const std::u32string added = random_text(5);
            model.replace(range, added);
            const ByteEdit change = edit_of(view, range, Model::utf8(added));
            text.replace(change.replaced.begin, change.replaced.size(), change.text);
            ASSERT_EQ(Model::split(decoded(text), encoding).size(), model.units.size());
            ASSERT_EQ(without_surrogates(Model::split(decoded(text), encoding)), without_surrogates(model.units));
        }
    }
}

TEST_P(RandomEdits, PositionsAndOffsetsAreEachOthersInverse) {
    const PositionEncoding encoding = GetParam();
    std::mt19937 random(5);
    const std::u32string alphabet = U"ab\n\r\u00e9\u4e2d\U0001F600";
    for (int round = 0; round < 200; ++round) {
        std::u32string text;
        for (std::size_t count = random() % 40; count > 0; --count) text += alphabet[random() % alphabet.size()];
        const std::string bytes = Model::utf8(text);
        const LineIndex lines(bytes);
        const TextView view{bytes, lines, encoding};
        for (std::uint32_t at = 0; at < bytes.size(); at += utf8_length(bytes, at)) {
            const bool inside_line_end = at > 0 && bytes[at - 1] == '\r' && bytes[at] == '\n';
            if (!inside_line_end) {
                ASSERT_EQ(offset_of(view, position_of(view, at)), at);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Encodings, RandomEdits, testing::ValuesIn(kEncodings), [](const auto& tested) {
    std::string name(to_string(tested.param));
    std::erase(name, '-');
    return name;
});

TEST(Uri, PathsComeOutOfFileUris) {
    EXPECT_EQ(path_of_uri("file:///code/a.py"), "/code/a.py");
    EXPECT_EQ(path_of_uri("file:///code/my%20caf%C3%A9/a%2Bb.py"), "/code/my caf\xC3\xA9/a+b.py");
    EXPECT_EQ(path_of_uri("FILE:///code/a.py"), "/code/a.py");
    EXPECT_EQ(path_of_uri("file://localhost/code/a.py"), "/code/a.py");
    EXPECT_EQ(path_of_uri("file:/code/a.py"), "/code/a.py");
    EXPECT_EQ(path_of_uri("file:///code/a.py#L3"), "/code/a.py");
    EXPECT_EQ(path_of_uri("file:///code/100%.py"), "/code/100%.py") << "a percent sign that starts no escape";
    EXPECT_EQ(path_of_uri("file:///c%3A/code/a.py"), "c:/code/a.py");
    EXPECT_EQ(path_of_uri("file:///C:/code/a.py"), "c:/code/a.py");
    EXPECT_EQ(path_of_uri("file://server/share/a.py"), "//server/share/a.py");
}

TEST(Uri, OtherSchemesAndNonsenseAreNoPaths) {
    EXPECT_FALSE(path_of_uri("untitled:Untitled-1").has_value());
    EXPECT_FALSE(path_of_uri("vscode-notebook-cell:/code/a.ipynb").has_value());
    EXPECT_FALSE(path_of_uri("").has_value());
    EXPECT_FALSE(path_of_uri("file:").has_value());
    EXPECT_FALSE(path_of_uri("file://host").has_value());
    EXPECT_FALSE(path_of_uri("file:///a%00b").has_value());
}

TEST(Uri, PathsSurviveTheWayThereAndBack) {
    for (const std::string path : {"/code/a.py", "/code/my caf\xC3\xA9/a+b#?%.py", "c:/code/a.py", "//server/share/a.py", "/"}) {
        EXPECT_EQ(path_of_uri(uri_of_path(path)), path);
    }
    EXPECT_EQ(uri_of_path("/a b/\xC3\xA9.py"), "file:///a%20b/%C3%A9.py");
    EXPECT_EQ(uri_of_path("c:/a"), "file:///c%3A/a");
}

}  // namespace
}  // namespace rowtype::server
