import { command } from '../../command.js';
import { limit } from '../../params.js';
import { invitationColumns } from './view.js';

export const invitationList = command({
  name: 'list',
  summary: { en: 'List invitations, newest first', ko: '초대 목록을 최근 순으로 봅니다' },
  options: { limit },
  examples: ['didacto invitation list', 'didacto invitation list --json'],
  run: async (cli, { limit }) => {
    const invitations = await (await cli.api()).invitations.list({ limit: 200 }).toArray({ limit });
    cli.out.list(invitations, invitationColumns(cli), cli.text.talk.none);
  },
});
