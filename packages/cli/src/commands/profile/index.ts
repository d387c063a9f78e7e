import { profileList } from './list.js';
import { profileUse } from './use.js';

export const profile = [profileList, profileUse];
