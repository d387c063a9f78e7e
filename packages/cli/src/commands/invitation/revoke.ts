import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { invitationId } from '../../resolve/invitation.js';
import { invitationColumns } from './view.js';

export const invitationRevoke = command({
  name: 'revoke',
  summary: { en: 'Take an invitation back', ko: '초대를 취소합니다' },
  args: { invitation: neededText('invitation', { en: 'its id, or whom it invites', ko: 'ID 또는 초대한 이메일' }) },
  examples: [
    'didacto invitation revoke minji@school.example',
    'didacto invitation revoke inv_01h2xcejqtf2nbrexx3vqjhp41 --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { invitation }) => {
    const { talk, questions } = cli.text;
    const id = await invitationId(cli, invitation);
    if (!(await cli.confirm(questions.revokeInvitation(invitation)))) return cli.out.say(talk.cancelled);
    cli.out.one(await (await cli.api()).invitations.revoke({ invitationId: id }), invitationColumns(cli));
  },
});
