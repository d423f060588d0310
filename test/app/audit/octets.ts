/** A name as the string of octets that the engine works with. */
export const o = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

/** 請求書.pdf as Windows writes it in CP932: octets that are no UTF-8. */
export const cp932 = '\x90\xbf\x8b\x81\x8f\x91.pdf';

/** が.pdf composed, and as macOS writes it decomposed. */
export const nfc = o('が.pdf'.normalize('NFC'));
export const nfd = o('が.pdf'.normalize('NFD'));
