interface Bank {
  /** The three digits that Korean banks are known by everywhere: 금융결제원 (KFTC). */
  readonly code: string;
  /** The name people know. */
  readonly name: string;
  /** As PortOne V2 names it: the API's `Bank`. */
  readonly portOne: string;
  /** Toss Payments' two digits: the end of the code, but for one bank. Source: the bank codes in its documentation. */
  readonly toss: string;
}

const bank = (portOne: string, code: string, name: string, toss = code.slice(1)): Bank => ({
  ...{ code, name, portOne, toss },
});

const banks: readonly Bank[] = [
  bank('KDB', '002', 'KDB산업은행'),
  bank('IBK', '003', 'IBK기업은행'),
  bank('KOOKMIN', '004', 'KB국민은행', '06'),
  bank('SUHYUP', '007', '수협은행'),
  bank('NONGHYUP', '011', 'NH농협은행'),
  bank('LOCAL_NONGHYUP', '012', '지역농축협'),
  bank('WOORI', '020', '우리은행'),
  bank('STANDARD_CHARTERED', '023', 'SC제일은행'),
  bank('CITI', '027', '한국씨티은행'),
  bank('DAEGU', '031', 'iM뱅크'),
  bank('BUSAN', '032', '부산은행'),
  bank('KWANGJU', '034', '광주은행'),
  bank('JEJU', '035', '제주은행'),
  bank('JEONBUK', '037', '전북은행'),
  bank('KYONGNAM', '039', '경남은행'),
  bank('KFCC', '045', '새마을금고'),
  bank('SHINHYUP', '048', '신협'),
  bank('SAVINGS_BANK', '050', '저축은행'),
  bank('POST', '071', '우체국'),
  bank('HANA', '081', '하나은행'),
  bank('SHINHAN', '088', '신한은행'),
  bank('K_BANK', '089', '케이뱅크'),
  bank('KAKAO', '090', '카카오뱅크'),
  bank('TOSS', '092', '토스뱅크'),
];

/** A bank as people give it: its code (`88` or `088`), its name, or what a provider calls it. */
const given = (text: string): Bank | undefined =>
  banks.find(({ code, name, portOne, toss }) => [name, portOne, toss].includes(text) || code === text.padStart(3, '0'));

/** PortOne V2's name of a bank as it was given. */
export const bankForPortOne = (text: string): string => given(text)?.portOne ?? text;

/** Toss Payments' code of a bank as it was given. */
export const bankForToss = (text: string): string => given(text)?.toss ?? text;

/** What people call a bank that PortOne V2 or Toss Payments names. */
export const bankForPeople = (provider: string): string =>
  banks.find(({ portOne, toss }) => portOne === provider || toss === provider)?.name ?? provider;
