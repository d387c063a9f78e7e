// What the providers' own scripts put into the page, as much of it as is used.

export {};

type ProviderRequest = Readonly<Record<string, unknown>>;

interface TossPayments {
  payment(options: { readonly customerKey: string }): { requestPayment(request: ProviderRequest): Promise<unknown> };
}

interface ImpResponse {
  readonly imp_uid?: string | null;
  readonly merchant_uid?: string | null;
  readonly error_code?: string | null;
  readonly error_msg?: string | null;
}

interface PortOneResponse {
  readonly paymentId?: string;
  readonly txId?: string;
  readonly paymentToken?: string;
  readonly code?: string;
  readonly message?: string;
  readonly pgCode?: string;
}

declare global {
  interface Window {
    readonly TossPayments: (clientKey: string) => TossPayments;
    readonly IMP: {
      init(storeCode: string): void;
      request_pay(request: ProviderRequest, callback: (response: ImpResponse) => void): void;
    };
    readonly PortOne: { requestPayment(request: ProviderRequest): Promise<PortOneResponse | undefined> };
  }
}
