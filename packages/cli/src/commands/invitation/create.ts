import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { invitationColumns } from './view.js';

export const invitationCreate = command({
  name: 'create',
  summary: { en: 'Invite an instructor by mail', ko: '강사를 메일로 초대합니다' },
  details: {
    en: 'The code and the link are good once. They are shown here and stand in the mail, and nowhere else.',
    ko: '코드와 링크는 한 번만 쓸 수 있으며, 여기와 메일에만 나옵니다.',
  },
  options: { email: neededText('email', { en: 'whom to invite', ko: '초대할 이메일' }) },
  examples: [
    'didacto invitation create --email minji@school.example',
    'didacto invitation create --email minji@school.example --json',
  ],
  changes: true,
  run: async (cli, { email }) => {
    const { titles } = cli.text.columns;
    cli.out.one(await (await cli.api()).invitations.create({ email }), [
      ...invitationColumns(cli).map(({ title, value }) => ({
        title,
        value: ({ invitation }: { invitation: Parameters<typeof value>[0] }) => value(invitation),
      })),
      { title: titles.code, value: ({ code }) => code },
      { title: titles.link, value: ({ link }) => link },
    ]);
  },
});
