/**
 * Banks as PortOne names them, with the three digits that Korean banks are known by everywhere else, and the name people
 * know. Sources: the V2 API's `Bank`, and the bank codes of 금융결제원 (KFTC).
 */
const banks: readonly (readonly [portOne: string, code: string, name: string])[] = [
  ['KDB', '002', 'KDB산업은행'],
  ['IBK', '003', 'IBK기업은행'],
  ['KOOKMIN', '004', 'KB국민은행'],
  ['SUHYUP', '007', '수협은행'],
  ['NONGHYUP', '011', 'NH농협은행'],
  ['LOCAL_NONGHYUP', '012', '지역농축협'],
  ['WOORI', '020', '우리은행'],
  ['STANDARD_CHARTERED', '023', 'SC제일은행'],
  ['CITI', '027', '한국씨티은행'],
  ['DAEGU', '031', 'iM뱅크'],
  ['BUSAN', '032', '부산은행'],
  ['KWANGJU', '034', '광주은행'],
  ['JEJU', '035', '제주은행'],
  ['JEONBUK', '037', '전북은행'],
  ['KYONGNAM', '039', '경남은행'],
  ['KFCC', '045', '새마을금고'],
  ['SHINHYUP', '048', '신협'],
  ['SAVINGS_BANK', '050', '저축은행'],
  ['POST', '071', '우체국'],
  ['HANA', '081', '하나은행'],
  ['SHINHAN', '088', '신한은행'],
  ['K_BANK', '089', '케이뱅크'],
  ['KAKAO', '090', '카카오뱅크'],
  ['TOSS', '092', '토스뱅크'],
];

/** PortOne's name of a bank that was given by its code (`88` or `088`), its name, or PortOne's own. */
export function bankForPortOne(given: string): string {
  const code = given.padStart(3, '0');
  return banks.find((bank) => bank.includes(given) || bank[1] === code)?.[0] ?? given;
}

/** What people call a bank that PortOne names. */
export const bankForPeople = (portOne: string): string => banks.find(([one]) => one === portOne)?.[2] ?? portOne;
