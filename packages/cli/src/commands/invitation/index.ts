import { invitationAccept } from './accept.js';
import { invitationCreate } from './create.js';
import { invitationList } from './list.js';
import { invitationRevoke } from './revoke.js';

export const invitation = [invitationList, invitationCreate, invitationRevoke, invitationAccept];
