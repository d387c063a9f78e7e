import { find } from './dom.js';

// The buttons that show what is typed into a password field; sending the form hides it again.
for (const button of document.querySelectorAll('button')) {
  const { reveal, show = '', hide = '' } = button.dataset;
  if (reveal === undefined) continue;
  const input = find(`#${reveal}`, HTMLInputElement);
  /** @param {boolean} isShown */
  const turn = (isShown) => {
    input.type = isShown ? 'text' : 'password';
    button.textContent = isShown ? hide : show;
  };
  button.addEventListener('click', () => turn(input.type === 'password'));
  input.form?.addEventListener('submit', () => turn(false));
}
