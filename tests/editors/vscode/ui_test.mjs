// The extension as a person meets it: the workbench on the sample project, keyboard and screen.
//
// ROWTYPE_SCREENSHOTS=DIR also takes the pictures of the README and puts them there (needs pngquant).
import assert from 'node:assert/strict';
import { readFileSync, renameSync } from 'node:fs';
import * as path from 'node:path';
import test from 'node:test';

import { takePicture } from './pictures.mjs';
import { checkReport, copySample, PATIENCE, temporaryFolder, until, withWorkbench } from './workbench.mjs';

const STATUS = '[id="rowtype.rowtype.status"]';

test('the extension on the screen', { timeout: PATIENCE * 4 }, async (context) => {
    const shop = copySample(temporaryFolder(context));
    await withWorkbench(context, 'vscode-ui', {}, async (workbench, page) => {
        await workbench.open(shop, { files: [path.join(shop, 'app/models/orders.py')] });
        await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached' });
        await showsSchema(page);
        await regeneratesByKeyboard(page, shop);
        await showsWhenTheSchemaIsStale(page, shop);
    });
});

async function showsSchema(page) {
    await statusSays(page, 'rowtype: supabase/migrations');
    await page.locator(STATUS).hover();
    const tooltip = page.locator('.monaco-hover', { hasText: 'Schema: supabase/migrations' });
    await tooltip.waitFor();
    assert.match((await tooltip.innerText()).replace(/\s+/g, ' '), /, \d+ tables and views .*rowtype \d+\.\d+\.\d+, from the extension/);
    await page.mouse.move(400, 300);
    await tooltip.waitFor({ state: 'hidden' });
}

async function regeneratesByKeyboard(page, shop) {
    const file = path.join(shop, 'app/models/orders.py');
    const before = readFileSync(file, 'utf8');
    const [finding] = (await checkReport(shop, 'app/models/orders.py')).filter((issue) => issue.rule === 'missing-field');

    await goTo(page, finding.line, finding.column);
    await page.keyboard.press('Alt+F8'); // shows the finding at the cursor
    const peek = page.locator('.marker-widget', { hasText: 'tracking_number' });
    await peek.waitFor();
    await takePicture(page, 'diagnostic');
    await page.keyboard.press('Escape');
    await peek.waitFor({ state: 'hidden' });

    await goTo(page, finding.line, finding.column);
    // On a busy machine the workbench now and then asks nobody and says that there is nothing: people press the keys again.
    await until('the actions are shown', async () => {
        await page.keyboard.press('Control+.');
        const row = page.locator('.action-widget .monaco-list-row', { hasText: 'Regenerate' });
        return row.waitFor({ timeout: 5000 }).then(() => true, () => page.keyboard.press('Escape').then(() => false));
    });
    const chosen = page.locator('.action-widget .monaco-list-row.focused', { hasText: 'Regenerate' });
    await until('the regeneration is chosen', async () => {
        if ((await chosen.count()) > 0) return true;
        await page.keyboard.press('ArrowDown');
        return false;
    });
    await takePicture(page, 'quick_fix');
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: 'tracking_number' }).waitFor();
    await page.keyboard.press('Control+S');

    const [lastField, method] = ['    shipped_at: datetime | None = None\n', '\n    def can_be_cancelled'];
    assert.equal(before.split(lastField + method).length, 2);
    const wanted = before.replace(lastField + method, `${lastField}    tracking_number: str | None = None\n${method}`);
    await until('the file is saved', () => readFileSync(file, 'utf8') !== before);
    assert.equal(readFileSync(file, 'utf8'), wanted);
    assert.deepEqual((await checkReport(shop, 'app/models/orders.py')).filter((issue) => issue.rule === 'missing-field'), []);
}

// The menu behind the item reads the schema again: gone from the disk it is stale, back it is loaded.
async function showsWhenTheSchemaIsStale(page, shop) {
    const migrations = path.join(shop, 'supabase/migrations');
    const problems = page.locator('[id="status.problems"]');
    const before = await problems.innerText();
    assert.match(before, /[1-9]/);
    renameSync(migrations, `${migrations}.away`);
    await chooseFromMenu(page, 'Refresh schema', 'menu');
    await statusSays(page, '(stale)');
    await page.locator('.notification-toast', { hasText: 'the last one that was read still serves' }).waitFor();
    assert.equal(await problems.innerText(), before, 'the findings stay');
    renameSync(`${migrations}.away`, migrations);
    await chooseFromMenu(page, 'Refresh schema');
    await until('the schema is loaded again', async () => !(await page.locator(STATUS).innerText()).includes('stale'));
    await statusSays(page, 'rowtype: supabase/migrations');
}

async function chooseFromMenu(page, label, picture) {
    await page.locator(STATUS).click();
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Show output' }).waitFor();
    if (picture) await takePicture(page, picture);
    await page.keyboard.type(label);
    await page.locator('.quick-input-widget .monaco-list-row.focused', { hasText: label }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

async function goTo(page, line, column) {
    await page.keyboard.press('Control+G');
    await page.locator('.quick-input-widget input').waitFor();
    await page.keyboard.type(`${line}:${column}`);
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
}

async function statusSays(page, text) {
    await page.locator(STATUS, { hasText: text }).waitFor();
}
