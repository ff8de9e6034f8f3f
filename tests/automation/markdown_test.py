"""The comment as GitHub's own parser reads it: whatever names a repository brings, they stay text."""

import re
import tempfile
import unittest
from pathlib import Path

import cmarkgfm
import machine
from cmarkgfm.cmark import Options

NAMES = [
    "x</details><img src=x onerror=1>|`", "**bold** _it_ ~~no~~ ***all***", "@everyone a@b.example #12 GH-12", "[text](http://evil.example) ![i](x)",
    "http://evil.example https://evil.example ftp://evil.example www.evil.example", "<!-- comment", "`", "``` fence", "&lt;b&gt; &#64; &copy;",
    "$x$ $`y`$", "\\", "| a | b |\n|---|---|", "\n\n## heading\n- item", "<https://evil.example>", "</summary></details>", "a" * 5000, "\u202egnp", "[^1]",
]  # fmt: skip
OUR_TAGS = {"h2", "p", "details", "summary", "ul", "li", "strong", "code"}


def html_of(text):
    return cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES)


class Markdown(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="rowtype-markdown-")))
        self.write("supabase/migrations/1.sql", "create table users (id bigint primary key);\n")

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def comment(self):
        ran = machine.rowtype("check", "--output-format", "markdown", cwd=self.folder)
        self.assertEqual(ran.returncode, 1, ran.stderr)
        return ran.stdout

    def test_hostile_names_stay_text(self):
        tables = "".join(f"client.table({name!r}).select('id')\n" for name in NAMES)
        query = f"from supabase import create_client\nclient = create_client('http://localhost', 'key')\n{tables}"
        for file in ("a.py", "``b`` [x](y).py", "c<img>|@all.py"):
            self.write(f"app/{file}", query)
        comment = self.comment()
        html = html_of(comment)
        self.assertEqual(set(re.findall(r"<(\w+)", html)), OUR_TAGS, html)
        self.assertEqual(html.count("<li>"), len(NAMES) * 3, "one item a finding")
        for opening in ("<details>", "</details>", "<h2>"):
            self.assertEqual(html.count(opening), 1)
        text = re.sub(r"<code>.*?</code>", "", html)
        self.assertNotRegex(text, r"@\w|#\d|\$\w|\w://|www\.", "GitHub's own filters find nothing outside of code either")
        self.assertIn("**bold** _it_ ~~no~~", text, "and people read what stands there")

    def test_a_flood_of_findings_fits_into_a_comment(self):
        query = "from supabase import create_client\nclient = create_client('http://localhost', 'key')\n"
        self.write("app/a.py", query + "".join(f"client.table('users').select('<wrong_{number}>')\n" * 2 for number in range(1500)))
        comment = self.comment()
        self.assertLess(len(comment.encode()), 62_000)
        self.assertIn("Found 3000 errors", comment)
        listed = html_of(comment).count("<li>")
        self.assertIn(f"and {3000 - listed} more", comment)


if __name__ == "__main__":
    unittest.main()
