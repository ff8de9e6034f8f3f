// The pictures of the README: taken by the UI test when ROWTYPE_SCREENSHOTS names a folder, small enough to be committed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import * as path from 'node:path';

const LARGEST = 150_000; // bytes

export async function takePicture(page, name) {
    const folder = process.env.ROWTYPE_SCREENSHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    execFileSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--speed', '1', '--ext', '.png', '128', file]);
    if (statSync(file).size > LARGEST) throw new Error(`${file} is larger than ${LARGEST} bytes`);
}
