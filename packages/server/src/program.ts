import { Command } from 'commander';
import * as z from 'zod';
import { ConfigError, describeConfig, readConfig } from './config.js';
import { applyRetention, createAdmin, verifyLog } from './operator.js';
import type { PaymentConfig } from './payment-config.js';
import { Problem } from './platform/problem.js';
import { startServer } from './server.js';
import { version } from './version.js';

/** The `didacto-server` command. */
export function program(): Command {
  const command = new Command('didacto-server')
    .description('The DIDACTO server. It is configured by environment variables; `config --help` lists them.')
    .version(version)
    .addHelpText(
      'after',
      '\nExamples:\n  $ didacto-server admin create --email admin@school.example --name 관리자 < password.txt\n  $ didacto-server start',
    );
  command
    .command('start', { isDefault: true })
    .description('Start serving; SIGTERM or Ctrl-C stops gracefully')
    .action(guarded(start));
  command
    .command('config')
    .description('Show the configuration in force, without secrets')
    .addHelpText(
      'after',
      () =>
        `\nVariables (NAME_FILE reads the value from a file):\n${variables()}\n\nExample:\n  $ PORT=8080 didacto-server config`,
    )
    .action(guarded(showConfig));
  const admin = command.command('admin').description('Administrators');
  admin
    .command('create')
    .description('Make an administrator in the database itself; never over the network')
    .requiredOption('--email <email>', 'e-mail address')
    .requiredOption('--name <name>', 'name')
    .option('--password-file <file>', 'file with the password; else it is read from standard input')
    .option('--json', 'print the member as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ didacto-server admin create --email admin@school.example --name 관리자 --password-file pw.txt',
    )
    .action(guarded(createAdmin));
  const audit = command.command('audit').description('The audit log');
  audit
    .command('verify')
    .description('Find altered, missing and inserted entries; ends with 1 where there are any')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', '\nExample:\n  $ didacto-server audit verify --json')
    .action(guarded(verifyLog));
  command
    .command('retention')
    .description('Delete what is kept no longer; a running server does it every hour')
    .option('-n, --dry-run', 'say what would be deleted')
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', '\nExample:\n  $ didacto-server retention --dry-run')
    .action(guarded(applyRetention));
  addSandbox(command);
  return command;
}

function addSandbox(command: Command): void {
  command
    .command('sandbox')
    .description('Run fake payment providers on this machine, for trying payments out; nothing is kept when it ends')
    .option('--port <port>', 'port on 127.0.0.1; 0 takes any free one', '7073')
    .option('--seed <number>', 'draws the same ids and faults again; without it, others each time')
    .option('--fault-rate <rate>', 'how much of all calls and webhooks goes wrong, 0 to 1', '0')
    .option(
      '--webhook-url <url>',
      'where webhooks go that name no address; /PROVIDER is added',
      'http://127.0.0.1:7070/v1/webhooks',
    )
    .option('--json', 'print the address and the environment variables as JSON')
    .addHelpText('after', '\nExample:\n  $ didacto-server sandbox --fault-rate 0.1 --seed 7')
    .action(
      guarded(async (options: unknown) => {
        // A server that serves has no use for it.
        const { runSandbox } = await import('./sandbox-command.js');
        await runSandbox(options);
      }),
    );
}

const variables = () =>
  describeConfig()
    .map(({ name, meaning }) => `  ${name.padEnd(27)} ${meaning}`)
    .join('\n');

/** Errors end in one line and an exit code: 2 for a wrong configuration or input, 1 for the rest. */
const guarded =
  <A extends unknown[]>(work: (...args: A) => Promise<void>) =>
  async (...args: A): Promise<void> => {
    try {
      await work(...args);
    } catch (error) {
      const usage = error instanceof ConfigError || error instanceof z.ZodError || error instanceof Problem;
      const message =
        error instanceof z.ZodError ? faultsOf(error) : error instanceof Error ? error.message : String(error);
      process.stderr.write(`${message}\n`);
      process.exitCode = usage ? 2 : 1;
    }
  };

/** Each fault in a line, by the option's name where it does not begin with that itself. */
const faultsOf = ({ issues }: z.ZodError): string =>
  issues
    .map(({ path, message }) => (message.startsWith('--') ? message : `--${path.join('.')}: ${message}`))
    .join('\n');

async function start(): Promise<void> {
  const server = await startServer(readConfig(process.env));
  process.stdout.write(`${server.url}\n`);
  let asked = 0;
  const stop = () => {
    // Whoever asks twice means now.
    if (++asked > 1) process.exit(1);
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

async function showConfig(): Promise<void> {
  const { tls, metrics, mail, payments, ...config } = readConfig(process.env);
  const shown = {
    ...config,
    // The address holds the mail account's password.
    mail: mail.kind === 'smtp' ? { ...mail, url: '[set]' } : mail,
    tls: tls !== undefined,
    payments: withoutKeys(payments),
    metrics: { ...metrics, token: metrics.token === undefined ? undefined : '[set]' },
  };
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
}

/** Which providers are set up, and where; never a key. */
function withoutKeys({ testMode, timeoutMs, ...providers }: PaymentConfig) {
  const shown = Object.entries(providers).map(([name, keys]) => [
    name,
    keys === undefined ? undefined : { url: keys.url },
  ]);
  return { testMode, timeoutMs, ...Object.fromEntries(shown) };
}
