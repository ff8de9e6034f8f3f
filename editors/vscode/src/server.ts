// The language server of this window: found, started, watched, stopped. All folders of the workspace share it; each project among
// them has a schema of its own inside.
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import {
    CloseAction,
    ErrorAction,
    ErrorCodes,
    LanguageClient,
    type LanguageClientOptions,
    ResponseError,
    State,
    type StaticFeature,
} from 'vscode-languageclient/node';

import { findServer, type FoundServer, NoServer } from './find_server';
import { pythonFolders } from './python_environment';
import type { SchemaStatus } from './status';
import type { StatusItem } from './status_item';

const START_PATIENCE = 10_000; // milliseconds

// Asks for `rowtype/status`.
const STATUS_FEATURE: StaticFeature = {
    fillClientCapabilities: (capabilities) => {
        capabilities.experimental = { ...capabilities.experimental, rowtype: { status: true } };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
};

export class Server {
    private client: LanguageClient | undefined;
    private queue: Promise<void> = Promise.resolve(); // starts and stops, one after the other
    private trace: vscode.LogOutputChannel | undefined;

    constructor(
        private readonly extensionPath: string,
        private readonly output: vscode.LogOutputChannel,
        private readonly status: StatusItem,
    ) {}

    isRunning(): boolean {
        return this.client?.state === State.Running;
    }

    async start(): Promise<void> {
        await this.enqueue(async () => await this.startNow());
    }

    async stop(): Promise<void> {
        await this.enqueue(async () => await this.stopNow());
    }

    async restart(): Promise<void> {
        await this.enqueue(async () => {
            await this.stopNow();
            await this.startNow();
        });
    }

    /** Has the server read every schema again. */
    async refreshSchema(): Promise<void> {
        await this.queue;
        if (!this.client || !this.isRunning()) {
            await this.restart(); // which reads the schema, too
            return;
        }
        try {
            await this.client.sendRequest('workspace/executeCommand', { command: 'rowtype.refreshSchema' });
        } catch (problem) {
            const isOld = problem instanceof ResponseError && problem.code === ErrorCodes.MethodNotFound;
            const text = isOld ? 'this server is too old to refresh the schema; restart it instead' : textOf(problem);
            void vscode.window.showErrorMessage(`rowtype: ${text}`);
        }
    }

    private async enqueue(step: () => Promise<void>): Promise<void> {
        this.queue = this.queue.then(step).catch((problem: unknown) => this.output.error(textOf(problem)));
        await this.queue;
    }

    private async startNow(): Promise<void> {
        this.status.serverChanged({ kind: 'starting' });
        let found: FoundServer;
        try {
            found = await this.find();
        } catch (problem) {
            if (!(problem instanceof NoServer)) throw problem;
            this.tellMissing(problem);
            return;
        }
        this.output.info(`${found.version}, from ${found.origin}: ${found.program}`);
        const client = this.makeClient(found);
        this.client = client;
        try {
            await startOf(client);
        } catch (problem) {
            // The client has told the user; its own state says nothing about why.
            this.status.serverChanged({ kind: 'stopped', why: `The server could not be started: ${textOf(problem)}` });
        }
    }

    private async find(): Promise<FoundServer> {
        return await findServer({
            setting: vscode.workspace.getConfiguration('rowtype').get('path', '').trim(),
            home: homedir(),
            extension: this.extensionPath,
            pythonFolders,
            searchPath: process.env['PATH'] ?? '',
            workspaceFolders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
            isTrusted: vscode.workspace.isTrusted,
        });
    }

    private makeClient(found: FoundServer): LanguageClient {
        const level = vscode.workspace.getConfiguration('rowtype').get('logLevel', 'info');
        this.trace ??= vscode.window.createOutputChannel('rowtype messages', { log: true });
        const options: LanguageClientOptions = {
            documentSelector: [
                { scheme: 'file', language: 'python' },
                { scheme: 'untitled', language: 'python' },
                { scheme: 'file', pattern: '**/*.sql' }, // the server looks at those that Python code loads
            ],
            outputChannel: this.output,
            traceOutputChannel: this.trace,
        };
        const program = { command: found.program, args: ['server', '--log-level', level] };
        const client = new LanguageClient('rowtype', 'rowtype', program, options);
        const usual = client.createDefaultErrorHandler();
        client.clientOptions.errorHandler = {
            // Of a server that just died, writes fail before its end is known. The usual handler gives up after three, and nobody would start
            // it anew: whether it runs on is for closed() to say.
            error: () => ({ action: ErrorAction.Continue, handled: true }),
            // One that died is started anew, unless another has taken its place: nobody would stop it.
            closed: () =>
                this.client === client ? usual.closed() : { action: CloseAction.DoNotRestart, handled: true },
        };
        client.registerFeature(STATUS_FEATURE);
        client.onNotification('rowtype/status', (status: SchemaStatus) => {
            if (this.client !== client) return;
            const root = vscode.Uri.parse(status.root).toString(); // as VS Code writes it: see StatusItem
            this.status.schemaChanged({ ...status, root });
        });
        client.onDidChangeState(({ newState }) => {
            if (this.client !== client) return; // another has taken its place
            if (newState === State.Starting) this.status.serverChanged({ kind: 'starting' });
            if (newState === State.Running) {
                this.status.serverChanged({ kind: 'running', version: found.version, origin: found.origin });
            }
            if (newState === State.Stopped) {
                this.status.serverChanged({ kind: 'stopped', why: 'The server has stopped; the output says more.' });
            }
        });
        return client;
    }

    private async stopNow(): Promise<void> {
        const client = this.client;
        this.client = undefined;
        if (!client) return;
        // One that died is started anew by its client, which refuses to be stopped until then; left alone, its server would run on.
        if (client.state === State.Starting) await startOf(client).catch(() => undefined);
        if (client.state === State.Starting) {
            this.output.warn('the server has not started yet; it is stopped when it has');
            void client.start().then(async () => await client.dispose()).catch(() => undefined);
            return;
        }
        try {
            await client.dispose();
        } catch (problem) {
            this.output.warn(`the server did not stop as it should: ${textOf(problem)}`);
        }
    }

    private tellMissing(problem: NoServer): void {
        for (const attempt of problem.attempts) this.output.info(`looked for rowtype: ${attempt}`);
        this.output.error(problem.message);
        this.status.serverChanged({ kind: 'stopped', why: problem.message });
        const remedies: Record<string, () => Thenable<unknown>> = {
            'Open Settings': () => vscode.commands.executeCommand('workbench.action.openSettings', 'rowtype.path'),
            ...(problem.remedy === 'trust' && {
                'Manage Workspace Trust': () => vscode.commands.executeCommand('workbench.trust.manage'),
            }),
            'Show Output': async () => this.output.show(),
        };
        void vscode.window.showErrorMessage(problem.message, ...Object.keys(remedies)).then((chosen) => {
            if (chosen !== undefined) void remedies[chosen]?.();
        });
    }
}

/** Waits for the start, but not for ever: a server that hangs must not keep the user from starting another. */
async function startOf(client: LanguageClient): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const isLate = new Promise<void>((done) => (timer = setTimeout(done, START_PATIENCE)));
    try {
        await Promise.race([client.start(), isLate]);
    } finally {
        clearTimeout(timer);
    }
}

function textOf(problem: unknown): string {
    return problem instanceof Error ? problem.message : String(problem);
}
