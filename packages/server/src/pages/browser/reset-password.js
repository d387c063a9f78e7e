import { resetPassword } from './api.js';
import { withProof } from './verification.js';

withProof('password_reset', (proof, { password = '' }) => resetPassword({ proof, password }));
