import { createHash, randomBytes } from 'node:crypto';
import { hashes, hashOf } from '../core/der/hashes.ts';
import { type Authority, type AuthorityOptions, buildAuthority } from './authority.ts';
import type { Der } from './der-writer.ts';
import type { TokenFault } from './faults/fault.ts';
import { generateKey, type LabKey } from './keys.ts';
import type { Profile } from './profile.ts';
import { encodeResponse, type Failure, readRequest, type Wish } from './response.ts';
import { encodeToken, type Occasion, planFor } from './tsa.ts';

/** Keys that certify nothing good; made when a fault first needs them, unless given. */
export interface SpareKeys {
  readonly other?: LabKey;
  readonly weak?: LabKey;
}

/** Answers requests as one authority, faithfully or with faults. */
export class Issuer {
  readonly profile: Profile;
  readonly authority: Authority;
  readonly #options: AuthorityOptions;
  #other: LabKey | undefined;
  #weak: LabKey | undefined;

  constructor(options: AuthorityOptions, authority: Authority, spare: SpareKeys = {}) {
    this.profile = options.profile;
    this.authority = authority;
    this.#options = options;
    this.#other = spare.other;
    this.#weak = spare.weak;
  }

  /** The authority as a fault changes it; the same as the good one where it doesn't. */
  async authorityFor(fault: TokenFault | undefined, now: number): Promise<Authority> {
    if (!fault?.authority) return this.authority;
    return buildAuthority({ ...this.#options, change: fault.authority({ ...this.#spare(), now }) });
  }

  /** A TimeStampResp to a TimeStampReq, both in DER. */
  async answer(request: Uint8Array, moment: Moment, fault?: TokenFault): Promise<Der> {
    const wish = readRequest(request);
    const refused = refusal(wish, this.profile);
    if (wish === null || refused) {
      const [failure, text] = refused ?? (['badDataFormat', 'this is no time-stamp request'] as const);
      return encodeResponse({ status: 2, statusString: [text], failInfo: [failure] }, null);
    }
    return this.issue(wish, moment, fault);
  }

  /** A response to whatever was asked for, without judging the request. */
  async issue(wish: Omit<Wish, 'version' | 'extensions'>, moment: Moment, fault?: TokenFault): Promise<Der> {
    const authority = await this.authorityFor(fault, moment.ms);
    const occasion: Occasion = { ...wish, serial: moment.serial, genTime: genTimeText(moment, this.profile.fraction) };
    const whole = planFor(this.profile, authority, occasion);
    // Where the signer's certificate says where its issuer is, the token needs to carry no other.
    const signerOnly = this.#options.caIssuers && whole.certificates;
    const good = signerOnly ? { ...whole, certificates: [authority.tsu.der] } : whole;
    const scene = { ...this.#spare(), authority, now: moment.ms };
    const plan = fault?.token ? { ...good, ...(await fault.token(good, scene)) } : good;
    const token = fault?.withoutToken ? null : encodeToken(plan);
    const response = encodeResponse(fault?.status ?? { status: 0 }, token);
    return fault?.bytes ? fault.bytes(response) : response;
  }

  #spare() {
    const issuer = this;
    return {
      get other() {
        issuer.#other ??= generateKey('rsa-2048');
        return issuer.#other;
      },
      get weak() {
        issuer.#weak ??= generateKey('rsa-1024');
        return issuer.#weak;
      },
    };
  }
}

/** When a token is issued and under which number. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly ms: number;
  /** Microseconds within the millisecond, 0 to 999. */
  readonly micros: number;
  readonly serial: bigint;
}

/** The text of genTime: UTC with at most so many digits, without trailing zeros (RFC 3161 §2.4.2). */
export function genTimeText({ ms, micros }: Omit<Moment, 'serial'>, digits: number): string {
  const iso = new Date(ms).toISOString();
  const fraction = `${iso.slice(20, 23)}${String(micros).padStart(3, '0')}`.slice(0, digits).replace(/0+$/, '');
  return `${iso.slice(0, 19).replace(/[-:T]/g, '')}${fraction && `.${fraction}`}Z`;
}

/** A positive serial number of so many octets: random, or for a counter the same for the same count. */
export function serialNumber(octets: number, count: number | null): bigint {
  const raw =
    count === null ? randomBytes(octets) : createHash('sha256').update(`token ${count}`).digest().subarray(0, octets);
  const fixed = Buffer.from(raw);
  // First octet 0x40..0x7f: positive, and always of full length.
  fixed[0] = 0x40 | (fixed[0]! & 0x3f);
  return BigInt(`0x${fixed.toString('hex')}`);
}

/** Why a TSA refuses this request (RFC 3161 §2.4.2), or null. */
function refusal(wish: Wish | null, profile: Profile): readonly [Failure, string] | null {
  if (wish === null) return ['badDataFormat', 'this is no time-stamp request'];
  if (wish.version !== 1) return ['badRequest', `version ${wish.version} is not supported`];
  const hash = hashOf(wish.imprint.algorithm);
  if (!hash || hash === 'md5' || hash === 'sha1') {
    return ['badAlg', `hash algorithm ${hash ?? wish.imprint.algorithm} is not accepted`];
  }
  if (wish.imprint.value.length !== hashes[hash].bytes) return ['badDataFormat', `the imprint is no ${hash}`];
  if (wish.policy !== null && wish.policy !== profile.policy) {
    return ['unacceptedPolicy', `tokens are issued under policy ${profile.policy} only`];
  }
  if (wish.extensions.length > 0) return ['unacceptedExtension', `extension ${wish.extensions[0]} is not supported`];
  return null;
}
