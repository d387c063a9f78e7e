import { command } from '../../command.js';
import { actionText } from '../../i18n/actions.js';
import { localTime } from '../../output/time.js';
import { toneOf, word } from '../../output/words.js';
import { wholeNumber } from '../../params.js';
import { filterOptions, queryOf } from './filters.js';

const usualLimit = 100;

export const auditList = command({
  name: 'list',
  summary: { en: 'List the audit log, newest first', ko: '감사 기록을 최근 순으로 봅니다' },
  details: {
    en: 'Dates without a time mean the whole day here.',
    ko: '시각 없이 날짜만 주면 이곳 시간으로 하루 전체입니다.',
  },
  options: {
    ...filterOptions,
    limit: wholeNumber('n', { en: `at most so many (default: ${usualLimit})`, ko: `최대 개수 (기본: ${usualLimit})` }),
  },
  examples: [
    'didacto audit list --action sign_in.refused --from 2026-11-21',
    'didacto audit list --actor admin@school.example --limit 20',
    'didacto audit list --subject lec_01h2xcejqtf2nbrexx3vqjhp41 --json',
  ],
  run: async (cli, { limit = usualLimit, ...filters }) => {
    const query = await queryOf(cli, filters);
    const call = (await cli.api()).audit.list({ ...query, limit: Math.min(limit, 1_000) });
    const { titles } = cli.text.columns;
    cli.out.list(
      await call.toArray({ limit }),
      [
        { title: titles.number, value: ({ seq }) => String(seq) },
        { title: titles.time, value: ({ at }) => localTime(at) },
        { title: titles.action, value: ({ action }) => actionText(cli.language, action) },
        { title: titles.actor, value: ({ actorKind, actorId }) => actorId ?? word(cli, actorKind) },
        { title: titles.subjects, value: ({ subjects }) => subjects.join(' ') || '-' },
        {
          title: titles.outcome,
          value: ({ outcome }) => word(cli, outcome),
          tone: ({ outcome }) => toneOf(outcome),
        },
        { title: titles.address, value: ({ detail }) => detail?.address || '-' },
        { title: titles.note, value: ({ detail }) => detail?.note || '-' },
      ],
      cli.text.talk.none,
    );
  },
});
