import type { GeneralName } from '../../der/general-name.ts';
import type { HashName } from '../../der/hashes.ts';
import { toBigInt } from '../../der/integer.ts';
import { type GenInterval, genInterval } from '../../tsp/check-tst-info.ts';
import type { TstInfo } from '../../tsp/tst-info.ts';
import type { Certificate } from '../../x509/certificate.ts';

/** What the token itself does not say. */
export interface QuestionContext {
  /** SHA-256 of the anchor of its path, hexadecimal. Default: none is known. */
  readonly anchor?: string | null;
  /** Default: by the accuracy that the token states, or the usual one. */
  readonly genTime?: GenInterval | null;
}

/**
 * The token that is looked for in lists, by everything that an entry can name. What couldn't be read of it is null; it is judged
 * bad for that elsewhere, and a list then proves nothing good of it.
 */
export class TstQuestion {
  /** Content octets of the serial number as they came. */
  readonly serial: Uint8Array | null;
  readonly genTime: GenInterval | null;
  /** The certificate that verifies the signature. */
  readonly signer: Certificate | null;
  /** TSTInfo.tsa; null also where there is none. */
  readonly tsa: GeneralName | null;
  /** Dotted. */
  readonly policy: string | null;
  readonly imprint: { readonly algorithm: HashName | null; readonly value: Uint8Array } | null;
  #value: bigint | undefined;

  /** SHA-256 of the anchor of its path. */
  readonly anchor: string | null;

  constructor(tst: TstInfo, signer: Certificate | null, more: QuestionContext = {}) {
    this.anchor = more.anchor ?? null;
    this.serial = tst.serialNumber;
    this.genTime = more.genTime === undefined ? genInterval(tst) : more.genTime;
    this.signer = signer;
    this.tsa = tst.tsa;
    this.policy = tst.policy;
    const { messageImprint } = tst;
    this.imprint = messageImprint && { algorithm: messageImprint.hash, value: messageImprint.hashedMessage };
  }

  /** The serial number's value; only ranges need it. */
  get serialValue(): bigint | null {
    if (this.serial === null) return null;
    this.#value ??= toBigInt(this.serial);
    return this.#value;
  }

  /** True where something that an entry can name is missing, so that not being found proves nothing. */
  get isIncomplete(): boolean {
    const { serial, genTime, signer, policy, imprint } = this;
    return serial === null || genTime === null || signer === null || policy === null || imprint === null;
  }
}
