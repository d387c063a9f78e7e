import { auditExport } from './export.js';
import { auditList } from './list.js';
import { auditVerify } from './verify.js';

export const audit = [auditList, auditExport, auditVerify];
