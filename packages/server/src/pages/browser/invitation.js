import './reveal.js';
import { acceptInvitation, previewInvitation } from './api.js';
import { fill, form, shownTime } from './dom.js';
import { onSubmit, prefill } from './form.js';
import { takeFragment } from './fragment.js';
import { isProblem } from './problem.js';
import { showStep } from './steps.js';

let code = '';

onSubmit(form('code'), async (values) => {
  code = values.code ?? '';
  const { institution, email, expiresAt } = await previewInvitation({ code });
  fill({ institution, email, expires: shownTime(expiresAt) });
  prefill(form('account'), 'email', email);
  showStep('account');
});
onSubmit(form('account'), async ({ name = '', password = '' }) => {
  try {
    await acceptInvitation({ code, name, password });
  } catch (error) {
    if (isProblem(error, 'invitation_invalid')) showStep('code');
    throw error;
  }
  form('account').reset();
  showStep('done');
});

const given = takeFragment().get('code') ?? '';
prefill(form('code'), 'code', given);
showStep('code');
// Looking uses nothing up.
if (given !== '') form('code').requestSubmit();
