import { serviceAccountCreate } from './create.js';
import { serviceAccountCreateToken } from './create-token.js';
import { serviceAccountList } from './list.js';
import { serviceAccountRemove } from './remove.js';

export const serviceAccount = [
  serviceAccountList,
  serviceAccountCreate,
  serviceAccountCreateToken,
  serviceAccountRemove,
];
