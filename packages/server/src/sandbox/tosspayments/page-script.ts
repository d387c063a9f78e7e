/**
 * The browser script, as `https://js.tosspayments.com/v2/standard`: `TossPayments(clientKey).payment({ customerKey })
 * .requestPayment({...})` takes the tab to the window. It rejects with the API's `code` where the window does not open.
 */
export const standardScript = (url: string): string => `(() => {
  const home = ${JSON.stringify(url)};
  const failure = (code, message) => Object.assign(new Error(message), { code });
  const open = async (setUp, request) => {
    const reply = await fetch(home + '/v2/windows', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ ...request, ...setUp }),
    });
    const result = await reply.json();
    if (!reply.ok) throw failure(result.code, result.message);
    location.assign(result.url);
  };
  const unsupported = async () => {
    throw failure('NOT_SUPPORTED_METHOD', 'The sandbox has the payment window only.');
  };
  const TossPayments = (clientKey) => {
    if (typeof clientKey !== 'string' || clientKey === '') throw failure('INVALID_CLIENT_KEY', 'clientKey is missing.');
    return {
      payment: ({ customerKey }) => ({
        requestPayment: (request) => open({ clientKey, customerKey }, request),
        requestBillingAuth: unsupported,
        destroy: async () => {},
      }),
    };
  };
  TossPayments.ANONYMOUS = '@@ANONYMOUS';
  window.TossPayments = TossPayments;
})();
`;
