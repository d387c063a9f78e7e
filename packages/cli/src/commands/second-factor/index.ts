import { secondFactorDisable } from './disable.js';
import { secondFactorEnable } from './enable.js';
import { secondFactorRecoveryCodes } from './recovery-codes.js';
import { secondFactorShow } from './show.js';

export const secondFactor = [secondFactorShow, secondFactorEnable, secondFactorDisable, secondFactorRecoveryCodes];
