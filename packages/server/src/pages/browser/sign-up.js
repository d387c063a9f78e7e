import { signUp } from './api.js';
import { withProof } from './verification.js';

withProof('sign_up', (proof, { name = '', password = '' }) => signUp({ proof, name, password }));
