import type { Didacto } from '@didacto/sdk';
import { usageError } from './cli-error.js';
import type { PlannedRequest } from './client/dry-run.js';
import { fetchFor, openClient, openVisitor } from './client/open-client.js';
import { type GlobalOptions, type Settings, settle } from './config/settings.js';
import { type ConfigStore, configStore } from './config/store.js';
import { type Language, type Messages, messages } from './i18n/index.js';
import type { Prompt } from './input/prompt.js';
import { createOutput, type Output, type Sink } from './output/output.js';
import { describePlan } from './output/plan.js';
import { type Progress, progress } from './output/progress.js';

/** What the world gives to one run; tests give their own. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly prompt: Prompt;
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** What this computer is called. */
  readonly hostname: string;
  readonly configFolder: () => Promise<string>;
  /** Work that Ctrl-C waits for, such as a sign-in's renewal: cut in half, it would end the sign-in. */
  readonly holds: Set<Promise<unknown>>;
  /** Replaces the network. */
  readonly fetch?: typeof globalThis.fetch;
  /** Replaces the browser; false: it cannot be opened. */
  readonly openBrowser?: (url: string) => Promise<boolean>;
  /** Replaces the page that was built with this program. */
  readonly pageFolder?: URL;
}

/** What every command is given. */
export interface Cli {
  readonly host: Host;
  readonly options: GlobalOptions;
  readonly language: Language;
  readonly text: Messages;
  readonly out: Output;
  readonly prompt: Prompt;
  readonly dryRun: boolean;
  readonly store: ConfigStore;
  readonly settings: Settings;
  /** The way to the server of this run. */
  fetch(): Promise<typeof globalThis.fetch>;
  /** The client, signed in as the profile is; made once. */
  api(): Promise<Didacto>;
  /** A client that nobody is signed in with, for what is open to everybody. */
  visitor(): Promise<Didacto>;
  /** A client that a dry run does not hold back, for calls that themselves know a dry run. */
  unheldApi(): Promise<Didacto>;
  /** Asks before what is not given back. @throws CliError when nobody is there to say yes */
  confirm(question: string): Promise<boolean>;
  /** Shows what a dry run would have sent. */
  plan(requests: readonly PlannedRequest[]): void;
  progress(total: number): Progress;
  readStdin(): Promise<Uint8Array>;
}

/** Puts together what a command needs. */
export async function createCli(host: Host, options: GlobalOptions, language: Language): Promise<Cli> {
  const store = configStore(await host.configFolder(), host.holds);
  const config = await store.read();
  const settings = settle(options, host.env, config);
  const text = messages(language);
  const out = createOutput(host, { json: options.json === true, noColour: options.color === false });
  const dryRun = options.dryRun === true;
  let client: Promise<Didacto> | undefined;
  const fetch = async () => host.fetch ?? fetchFor(settings.caFile);
  const open = async (held: boolean) => {
    const known = Object.keys(config.profiles).join(', ');
    if (settings.profileMissing) throw usageError(text.session.noProfile(settings.profileName, known));
    return openClient({ settings, store, language, dryRun: held, fetch: await fetch() });
  };
  return {
    host,
    options,
    language,
    text,
    out,
    prompt: host.prompt,
    dryRun,
    store,
    settings,
    fetch,
    api: () => {
      client ??= open(dryRun);
      return client;
    },
    visitor: async () => openVisitor({ settings, language, dryRun, fetch: await fetch() }),
    unheldApi: () => open(false),
    confirm: async (question) => {
      if (dryRun || options.yes === true) return true;
      if (!host.prompt.possible) throw usageError(text.talk.needsYes(question));
      return /^(y|yes|예|네|ㅇ)$/i.test(await host.prompt.line(`${question} ${text.talk.yesNo} `));
    },
    plan: (requests) => describePlan(out, text.talk, requests),
    progress: (total) => progress(host.stderr, total),
    readStdin: () => readAll(host.stdin),
  };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
