// Loads a source of the extension that knows nothing of VS Code.
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';

const client = path.join(process.env.ROWTYPE_SOURCE_DIR, 'editors/vscode');

export async function load(name) {
    const words = [`src/${name}.ts`, '--bundle', '--platform=node', '--format=esm', '--log-level=error'];
    const text = execFileSync(path.join(client, 'node_modules/.bin/esbuild'), words, { cwd: client, encoding: 'utf8' });
    return await import(`data:text/javascript,${encodeURIComponent(text)}`);
}
