/**
 * What merchants' pages load as `browser-sdk.js`: `PortOne.requestPayment`. It asks the sandbox for a window (a page needs
 * `connect-src` for its address), and shows it as a frame over the page (`frame-src`), or leaves for it on a mobile browser
 * and where `windowType` says REDIRECTION. What goes wrong before there is a window is thrown; how the window ended is
 * what the promise resolves to, or is brought to `redirectUrl`. It uses no inline styles or handlers.
 */
export const browserSdk = (base: string): string => `var PortOne = (() => {
  'use strict';
  const base = ${JSON.stringify(base)};

  class PaymentError extends Error {
    constructor(fields) {
      super(fields.message);
      Object.assign(this, fields, { name: 'PaymentError', __portOneErrorType: 'PaymentError', transactionType: 'PAYMENT' });
    }
  }

  const leavesPage = ({ redirectUrl, windowType }) => {
    const isMobile = /Android|iPhone|iPad|iPod|Mobile/i.test(navigator.userAgent);
    const type = isMobile ? (windowType?.mobile ?? 'REDIRECTION') : windowType?.pc;
    return type === 'REDIRECTION' && typeof redirectUrl === 'string';
  };

  const showFrame = (address) => new Promise((resolve) => {
    const url = new URL(address);
    url.searchParams.set('origin', location.origin);
    const frame = document.createElement('iframe');
    frame.id = 'imp-iframe';
    frame.title = 'PortOne';
    frame.src = url.href;
    Object.assign(frame.style, {
      position: 'fixed', inset: '0', width: '100%', height: '100%', border: '0', zIndex: '2147483647',
    });
    const listen = (event) => {
      if (event.source !== frame.contentWindow || event.origin !== url.origin) return;
      if (event.data?.type !== 'portone.ended') return;
      window.removeEventListener('message', listen);
      frame.remove();
      resolve(event.data.ending);
    };
    window.addEventListener('message', listen);
    document.body.append(frame);
  });

  const never = () => new Promise(() => {});

  const requestPayment = async (request) => {
    // Text, so that the browser asks for no leave first.
    const answer = await fetch(base + '/v2/windows', { method: 'POST', body: JSON.stringify(request) });
    const opened = await answer.json();
    if (!answer.ok) throw new PaymentError({ paymentId: request?.paymentId, ...opened });
    if (leavesPage(request)) {
      location.assign(opened.address);
      return never();
    }
    const { response, destination } = await showFrame(opened.address);
    if (!request.forceRedirect || destination === null) return response;
    location.assign(destination);
    return never();
  };

  return { requestPayment, PaymentError };
})();
`;

/** What runs in the window: sends what the buyer does, and brings its outcome back to the page. */
export const windowScript = `(() => {
  'use strict';
  const { origin } = document.body.dataset;
  const leave = (ending) => {
    if (ending && origin) parent.postMessage({ type: 'portone.ended', ending }, origin);
    else if (ending?.destination) location.assign(ending.destination);
    else document.body.dataset.state = 'closed';
  };
  const act = async (name) => {
    const form = new FormData(document.querySelector('form'));
    const answer = await fetch(location.pathname + '/' + name, { method: 'POST', body: new URLSearchParams(form) });
    leave(answer.ok ? await answer.json() : null);
    if (name.includes('close')) window.close();
  };
  for (const button of document.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      for (const one of document.querySelectorAll('button')) one.disabled = true;
      void act(button.dataset.act);
    });
  }
})();
`;
