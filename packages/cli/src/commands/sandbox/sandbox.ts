import { CliError, usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { safeText } from '../../output/safe-text.js';
import { text, wholeNumber } from '../../params.js';
import { startServerProgram } from './server-program.js';

export const sandbox = command({
  name: 'sandbox',
  summary: { en: 'Run fake payment providers on this machine', ko: '가짜 결제사를 이 컴퓨터에서 실행합니다' },
  details: {
    en: 'PortOne V1 and V2, Toss Payments and KakaoPay with their payment pages and webhooks. Nothing leaves this machine, no money moves, and nothing is kept when it ends. It runs didacto-server sandbox.',
    ko: '포트원 V1과 V2, 토스페이먼츠, 카카오페이를 결제창과 웹훅까지 흉내 냅니다. 이 컴퓨터 밖으로 나가는 것은 없고 돈도 움직이지 않으며, 끝나면 아무것도 남지 않습니다. didacto-server sandbox를 실행합니다.',
  },
  options: {
    port: wholeNumber(
      'port',
      { en: 'port on 127.0.0.1 (7073); 0 takes any free one', ko: '127.0.0.1의 포트 (7073). 0은 빈 포트' },
      0,
    ),
    seed: wholeNumber('number', { en: 'the same ids and faults again', ko: '같은 ID와 장애를 다시 만들 씨앗 값' }, 0),
    faultRate: text('rate', {
      en: 'how much of all calls and webhooks goes wrong, 0 to 1 (0)',
      ko: '호출과 웹훅 가운데 잘못되는 비율, 0에서 1 (0)',
    }),
    webhookUrl: text('url', {
      en: 'where webhooks go that name no address (http://127.0.0.1:7070/v1/webhooks)',
      ko: '주소가 지정되지 않은 웹훅을 보낼 곳 (http://127.0.0.1:7070/v1/webhooks)',
    }),
  },
  examples: [
    'didacto sandbox',
    'didacto sandbox --fault-rate 0.1 --seed 7',
    'didacto sandbox --port 0 --webhook-url http://127.0.0.1:7070/v1/webhooks --json',
  ],
  run: async (cli, { port, seed, faultRate, webhookUrl }) => {
    const args = Object.entries({ port, seed, 'fault-rate': rate(faultRate), 'webhook-url': webhookUrl }).flatMap(
      ([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]),
    );
    const { notFound } = cli.text.sandbox;
    const { firstLine, ended } = await startServerProgram(cli.host, ['sandbox', '--json', ...args], { notFound });
    tell(cli, firstLine);
    return ended;
  },
});

function rate(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined;
  const number = typed.trim() === '' ? Number.NaN : Number(typed);
  if (!(number >= 0 && number <= 1)) throw usageError('--fault-rate must be from 0 to 1');
  return number;
}

function tell(cli: Cli, line: string): void {
  const { running, pointServer, answer } = cli.text.sandbox;
  const said = parse(line);
  if (said === undefined) throw new CliError('sandbox_failed', answer);
  if (!cli.out.json) cli.out.say(`${running(safeText(said.url))}\n${pointServer}`);
  cli.out.data(said, () => {
    const variables = Object.entries(said.environment);
    return variables.map(([name, value]) => `export ${safeText(name)}='${safeText(String(value))}'`);
  });
}

function parse(line: string): { url: string; environment: Record<string, unknown> } | undefined {
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said !== 'object' || said === null || !('url' in said) || !('environment' in said)) return undefined;
    const { url, environment } = said;
    if (typeof url !== 'string' || typeof environment !== 'object' || environment === null) return undefined;
    return { ...said, url, environment: { ...environment } };
  } catch {
    return undefined;
  }
}
