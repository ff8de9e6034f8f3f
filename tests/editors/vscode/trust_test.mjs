// A workspace that is not trusted, and an extension without a program of its own: nothing of the workspace is started until the user
// says so, and the message says how.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import test from 'node:test';

import { copySample, PATIENCE, PROGRAM, temporaryFolder, withWorkbench } from './workbench.mjs';

const STATUS = '[id="rowtype.rowtype.status"]';

test('programs of a workspace wait for its trust', { timeout: PATIENCE * 4 }, async (context) => {
    const folder = temporaryFolder(context);
    const shop = copySample(folder);
    const started = path.join(folder, 'started');
    const ofPython = makeProgram(path.join(shop, '.venv/bin'), started);
    // A path in the settings of a workspace counts for nothing, trusted or not.
    const planted = path.join(folder, 'planted');
    mkdirSync(path.join(shop, '.vscode'));
    const settings = { 'rowtype.path': makeProgram(path.join(shop, 'tools'), planted) };
    writeFileSync(path.join(shop, '.vscode/settings.json'), JSON.stringify(settings));

    await withWorkbench(context, 'vscode-trust', { trust: true, withProgram: false }, async (workbench, page) => {
        await workbench.open(shop, { files: [path.join(shop, 'app/services/orders.py')] });
        const message = page.locator('.notification-toast', { hasText: 'No rowtype program was found' });
        await message.waitFor();
        assert.match(await message.innerText(), /once the workspace is trusted/);
        await page.locator(STATUS, { hasText: 'rowtype: not running' }).waitFor();
        assert.ok(!existsSync(started), `${ofPython} was started in a workspace that is not trusted`);

        await message.getByRole('button', { name: 'Manage Workspace Trust' }).click();
        await page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
        await page.locator(STATUS, { hasText: 'rowtype: supabase/migrations' }).waitFor();
        await page.locator('[role="tab"]', { hasText: 'orders.py' }).click();
        await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached' });
        assert.ok(existsSync(started));
        assert.ok(!existsSync(planted), 'a program that only the settings of the workspace name was started');
    });
});

/** rowtype, which leaves a file behind when it is started. */
function makeProgram(folder, trace) {
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'rowtype');
    writeFileSync(file, `#!/bin/sh\ntouch '${trace}'\nexec '${PROGRAM}' "$@"\n`);
    chmodSync(file, 0o755);
    return file;
}
