/**
 * What merchants' pages load as `iamport.js`: `IMP.init` and `IMP.request_pay`. On a desktop the window is a frame over the
 * page, and the callback tells how it ended; a mobile browser leaves for the window and comes back to `m_redirect_url`.
 * It uses no inline styles or handlers and calls nothing: a page needs `script-src` and `frame-src` for this address.
 */
export const iamportScript = (base: string): string => `(() => {
  'use strict';
  const base = ${JSON.stringify(base)};
  const isMobile = /Android|iPhone|iPad|iPod|Mobile/i.test(navigator.userAgent);
  let userCode = null;

  const addressOf = (data) => {
    const url = new URL(base + '/v1/window');
    url.searchParams.set('user_code', userCode);
    url.searchParams.set('data', JSON.stringify(data));
    url.searchParams.set('channel', isMobile ? 'mobile' : 'pc');
    return url;
  };

  const openFrame = (url, callback) => {
    url.searchParams.set('origin', location.origin);
    const frame = document.createElement('iframe');
    frame.id = 'imp-iframe';
    frame.title = 'PortOne';
    frame.src = url.href;
    Object.assign(frame.style, {
      position: 'fixed', inset: '0', width: '100%', height: '100%', border: '0', zIndex: '2147483647',
    });
    const listen = (event) => {
      if (event.source !== frame.contentWindow || event.origin !== new URL(base).origin) return;
      if (event.data?.type !== 'imp.ended') return;
      window.removeEventListener('message', listen);
      frame.remove();
      callback?.(event.data.response);
    };
    window.addEventListener('message', listen);
    document.body.append(frame);
  };

  window.IMP = {
    init(code) { userCode = code; },
    request_pay(data, callback) {
      if (typeof userCode !== 'string') throw new Error('IMP.init을 먼저 호출하세요.');
      const url = addressOf(data);
      if (isMobile && data.m_redirect_url) location.assign(url);
      else openFrame(url, callback);
    },
  };
})();
`;

/** What runs in the window: sends what the buyer does, and brings its outcome back to the page. */
export const windowScript = `(() => {
  'use strict';
  const { origin, ended } = document.body.dataset;
  const leave = ({ callback, destination }) => {
    if (origin) parent.postMessage({ type: 'imp.ended', response: callback }, origin);
    else if (destination) location.assign(destination);
    else document.body.dataset.state = 'closed';
  };
  if (ended) leave(JSON.parse(ended));

  const act = async (name) => {
    const form = new FormData(document.querySelector('form'));
    const answer = await fetch(location.pathname + '/' + name, { method: 'POST', body: new URLSearchParams(form) });
    const ending = await answer.json();
    if (ending) leave(ending);
    else {
      document.body.dataset.state = 'closed';
      window.close();
    }
  };
  for (const button of document.querySelectorAll('button')) {
    button.addEventListener('click', (event) => {
      event.preventDefault();
      for (const one of document.querySelectorAll('button')) one.disabled = true;
      void act(button.dataset.act);
    });
  }
})();
`;
