import iconv from 'iconv-lite';

/** Text of a file as school offices make them: UTF-8 with or without BOM, UTF-16 of Excel, else CP949. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // TextDecoder's euc-kr lacks the syllables that CP949 adds.
    return iconv.decode(Buffer.from(bytes), 'cp949');
  }
}
