import { tokenCreate } from './create.js';
import { tokenList } from './list.js';
import { tokenRevoke } from './revoke.js';

export const token = [tokenList, tokenCreate, tokenRevoke];
